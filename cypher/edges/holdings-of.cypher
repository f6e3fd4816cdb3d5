// What some accounts hold or act on, and since when, a list for each.
// Params: ids, seq, from, to
// Returns: id, entities (lists of type, layer where the type does not tell it, entity, at)
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN id, COLLECT {
  MATCH (a)-[r]->(e)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  WITH type(r) AS type, r.layer AS layer, e, min(r.at) AS at
  RETURN [type, layer, coalesce(e.key, e.id), at]
} AS entities
