// Accounts that hold any of some entities of a layer, with how many of them.
// Params: layer, keys, seq, from, to
// Returns: id, ties
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})<-[r]-(a:Account)
WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
WITH DISTINCT e, a
RETURN a.id AS id, count(e) AS ties
