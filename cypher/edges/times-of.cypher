// When each account first acted on some entities of a layer; accounts without a time are left out.
// Params: layer, keys, seq, from, to
// Returns: key, times
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})
RETURN key, COLLECT {
  MATCH (e)<-[r]-(a:Account)
  WHERE r.seq <= $seq AND $from <= r.at AND r.at < $to
  WITH a, min(r.at) AS first
  RETURN first
} AS times
