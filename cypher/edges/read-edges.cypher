// All edges of one type up to a batch, a list for each account: eight times as fast as a row for each edge. An edge outside
// of the window comes as null, so that the number of relationships read can be held against the ledger.
// Type: OBSERVED, or the layer's own
// Params: seq, from, to
// Returns: account, edges (lists of entity, at, source, event, weight, layer where the type does not tell it)
MATCH (a:Account)
WHERE (a)-[:OBSERVED]->()
RETURN a.id AS account, COLLECT {
  MATCH (a)-[r:OBSERVED]->(e)
  WHERE r.seq <= $seq
  RETURN CASE
    WHEN r.at IS NULL OR ($from <= r.at AND r.at < $to) THEN [coalesce(e.key, e.id), r.at, r.source, r.event, r.weight, r.layer]
    ELSE null
  END
} AS edges
