// Distinct accounts that hold each of some entities of a layer. An entity with more than `roughFrom` relationships is not looked
// through: they are its count.
// Params: layer, keys, roughFrom, seq, from, to
// Returns: key, population
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})
WITH key, e, COUNT { (e)<--() } AS ties
RETURN key, CASE
  WHEN ties > $roughFrom THEN ties
  WHEN ties = 0 THEN 0
  ELSE COUNT {
    MATCH (e)<-[r]-(a:Account)
    WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
    RETURN DISTINCT a
  }
END AS population
