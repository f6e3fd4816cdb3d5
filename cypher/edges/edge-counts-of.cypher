// How many edges some accounts have in a snapshot and window; a raised weight is no edge of its own.
// Params: ids, seq, from, to
// Returns: id, edges
UNWIND $ids AS id
MATCH (a:Account {id: id})-[r]->()
WHERE r.seq <= $seq AND r.raises IS NULL AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
RETURN id, count(r) AS edges
