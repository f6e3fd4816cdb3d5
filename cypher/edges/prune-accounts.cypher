// Removes some of the accounts that have no edge and are in no cluster any more.
// Params: limit
// Returns: pruned
MATCH (a:Account)
WHERE NOT (a)--()
WITH a LIMIT $limit
DELETE a
RETURN count(*) AS pruned
