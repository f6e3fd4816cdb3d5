// The same where the entities are accounts.
// Params: type, keys, seq, from, to
// Returns: key, population
UNWIND $keys AS key
MATCH (e:Account {id: key})<-[r]-(a:Account)
WHERE type(r) = $type AND r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
RETURN key, count(DISTINCT a) AS population
