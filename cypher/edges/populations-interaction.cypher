// The same where the entities are accounts.
// Type: the layer's own
// Params: keys, roughFrom, seq, from, to
// Returns: key, population
UNWIND $keys AS key
MATCH (e:Account {id: key})
WITH key, e, COUNT { (e)<-[:OBSERVED]-() } AS ties
RETURN key, CASE
  WHEN ties > $roughFrom THEN ties
  WHEN ties = 0 THEN 0
  ELSE COUNT {
    MATCH (e)<-[r:OBSERVED]-(a:Account)
    WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
    RETURN DISTINCT a
  }
END AS population
