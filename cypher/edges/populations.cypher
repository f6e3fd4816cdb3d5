// Distinct accounts that hold each of some entities of a layer.
// Params: layer, keys, seq, from, to
// Returns: key, population
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})<-[r]-(a:Account)
WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
RETURN key, count(DISTINCT a) AS population
