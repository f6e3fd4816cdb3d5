// Removes what others did with an account, in the layers of the given types.
// Params: id, types
// Returns: seq, rows, edges (removed, by the batch that they came with)
MATCH (:Account {id: $id})<-[r]-(:Account)
WHERE type(r) IN $types
WITH r, r.seq AS seq, CASE WHEN r.raises IS NULL THEN 1 ELSE 0 END AS edge
DELETE r
RETURN seq, count(*) AS rows, sum(edge) AS edges
