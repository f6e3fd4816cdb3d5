// The same where the entities are accounts.
// Type: the layer's own
// Params: keys, seq, from, to
// Returns: key, times
UNWIND $keys AS key
MATCH (e:Account {id: key})
RETURN key, COLLECT {
  MATCH (e)<-[r:OBSERVED]-(a:Account)
  WHERE r.seq <= $seq AND $from <= r.at AND r.at < $to
  WITH a, min(r.at) AS first
  RETURN first
} AS times
