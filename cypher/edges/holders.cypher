// Accounts that hold each of some entities of a layer, and when each first acted on it.
// Params: layer, keys, seq, from, to
// Returns: key, accounts (lists of id, at)
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})
RETURN key, COLLECT {
  MATCH (e)<-[r]-(a:Account)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  WITH a, min(r.at) AS at
  RETURN [a.id, at]
} AS accounts
