// The edges of some accounts in a snapshot and window.
// Params: ids, seq, from, to
// Returns: account, edges (lists of entity, at, source, event, weight, layer where the type does not tell it, type)
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN a.id AS account, COLLECT {
  MATCH (a)-[r]->(e)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  RETURN [coalesce(e.key, e.id), r.at, r.source, r.event, r.weight, r.layer, type(r)]
} AS edges
