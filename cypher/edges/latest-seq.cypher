// Sequence number of the last committed batch, 0 before the first.
// Params: none
// Returns: seq
OPTIONAL MATCH (t:Turn {name: 'store'})
RETURN coalesce(t.seq, 0) AS seq
