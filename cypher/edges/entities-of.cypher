// What some accounts hold or act on.
// Params: ids, seq, from, to
// Returns: type, layer (where the type does not tell it), entity
UNWIND $ids AS id
MATCH (a:Account {id: id})-[r]->(e)
WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
RETURN DISTINCT type(r) AS type, r.layer AS layer, coalesce(e.key, e.id) AS entity
