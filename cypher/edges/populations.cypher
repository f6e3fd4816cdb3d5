// Distinct accounts that hold each of some entities of a layer, at most `enough`, and its relationships of all times.
// Params: layer, keys, enough, seq, from, to
// Returns: key, population, ties
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})
RETURN key, COUNT {
  MATCH (e)<-[r]-(a:Account)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  RETURN DISTINCT a LIMIT $enough
} AS population, COUNT { (e)<--() } AS ties
