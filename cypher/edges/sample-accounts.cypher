// How many accounts of some buckets have an edge in a snapshot and window, by bucket.
// Params: first, end, seq, from, to
// Returns: bucket, accounts
MATCH (a:Account)
WHERE $first <= a.bucket AND a.bucket < $end AND EXISTS {
  MATCH (a)-[r]->()
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
}
RETURN a.bucket AS bucket, count(a) AS accounts
