// Removes some of the entities that nobody holds any more.
// Params: limit
// Returns: pruned
MATCH (e:Entity)
WHERE NOT (e)--()
WITH e LIMIT $limit
DELETE e
RETURN count(*) AS pruned
