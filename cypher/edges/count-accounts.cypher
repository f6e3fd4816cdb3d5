// Accounts with an edge in a snapshot and window.
// Params: seq, from, to
// Returns: accounts
MATCH (a:Account)
WHERE EXISTS {
  MATCH (a)-[r]->()
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
}
RETURN count(a) AS accounts
