// Entities of a layer in some buckets, with when each of their accounts first acted on them (-1 = at no known time).
// Params: layer, first, end, seq, from, to
// Returns: key, bucket, times
MATCH (e:Entity {layer: $layer})
WHERE $first <= e.bucket AND e.bucket < $end
WITH e, COLLECT {
  MATCH (e)<-[r]-(a:Account)
  WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
  WITH a, min(r.at) AS first
  RETURN coalesce(first, -1)
} AS times
WHERE size(times) > 0
RETURN e.key AS key, e.bucket AS bucket, times
