// The same in layers that are kept as OBSERVED, where the account stands as an entity.
// Params: id, layers
// Returns: seq, rows, edges (removed, by the batch that they came with)
UNWIND $layers AS layer
MATCH (:Entity {layer: layer, key: $id})<-[r]-(:Account)
WITH r, r.seq AS seq, CASE WHEN r.raises IS NULL THEN 1 ELSE 0 END AS edge
DELETE r
RETURN seq, count(*) AS rows, sum(edge) AS edges
