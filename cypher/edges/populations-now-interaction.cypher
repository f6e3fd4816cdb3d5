// The same where the entities are accounts.
// Type: the layer's own
// Params: keys, enough
// Returns: key, population, ties
UNWIND $keys AS key
MATCH (e:Account {id: key})
WITH key, e, COUNT { (e)<-[:OBSERVED]-() } AS ties
RETURN key, ties, CASE
  WHEN ties < 2 THEN ties
  ELSE COUNT { MATCH (e)<-[:OBSERVED]-(a) RETURN DISTINCT a LIMIT $enough }
END AS population
