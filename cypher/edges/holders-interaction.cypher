// The same where the entities are accounts.
// Type: the layer's own
// Params: keys, seq, from, to
// Returns: key, accounts (lists of id, at)
UNWIND $keys AS key
MATCH (e:Account {id: key})
RETURN key, COLLECT {
  MATCH (e)<-[r:OBSERVED]-(a:Account)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  WITH a, min(r.at) AS at
  RETURN [a.id, at]
} AS accounts
