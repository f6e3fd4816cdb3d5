// The same where the entities are accounts.
// Type: the layer's own
// Params: keys, enough, seq, from, to
// Returns: key, population, ties
UNWIND $keys AS key
MATCH (e:Account {id: key})
RETURN key, COUNT {
  MATCH (e)<-[r:OBSERVED]-(a:Account)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  RETURN DISTINCT a LIMIT $enough
} AS population, COUNT { (e)<-[:OBSERVED]-() } AS ties
