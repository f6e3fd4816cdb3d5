// Removes some of the relationships of one type with a time before `before`.
// Type: OBSERVED, or the layer's own
// Params: before, limit
// Returns: seq, rows, edges (removed, by the batch that they came with)
MATCH ()-[r:OBSERVED]->()
WHERE r.at < $before
WITH r LIMIT $limit
WITH r, r.seq AS seq, CASE WHEN r.raises IS NULL THEN 1 ELSE 0 END AS edge
DELETE r
RETURN seq, count(*) AS rows, sum(edge) AS edges
