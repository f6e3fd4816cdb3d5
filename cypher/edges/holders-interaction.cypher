// The same where the entities are accounts.
// Params: type, keys, seq, from, to
// Returns: id, ties
UNWIND $keys AS key
MATCH (e:Account {id: key})<-[r]-(a:Account)
WHERE type(r) = $type AND r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
WITH DISTINCT e, a
RETURN a.id AS id, count(e) AS ties
