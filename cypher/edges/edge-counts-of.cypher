// How many relationships some accounts have in a snapshot and window, at most `enough`.
// Params: ids, enough, seq, from, to
// Returns: id, edges
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN id, COUNT {
  MATCH (a)-[r]->()
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  RETURN r LIMIT $enough
} AS edges
