// Removes the edges of an account.
// Params: id
// Returns: seq, rows, edges (removed, by the batch that they came with)
MATCH (a:Account {id: $id})-[r]->()
WITH r, r.seq AS seq, CASE WHEN r.raises IS NULL THEN 1 ELSE 0 END AS edge
DELETE r
RETURN seq, count(*) AS rows, sum(edge) AS edges
