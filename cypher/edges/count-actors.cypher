// Accounts of the first buckets with an edge of one type in a snapshot and window; of a layer, where the type does not tell it.
// Type: OBSERVED, or the layer's own
// Params: end, layer, seq, from, to
// Returns: accounts
MATCH (a:Account)
WHERE a.bucket < $end AND EXISTS {
  MATCH (a)-[r:OBSERVED]->()
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to)) AND (r.layer IS NULL OR r.layer = $layer)
}
RETURN count(a) AS accounts
