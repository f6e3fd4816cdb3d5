// Records of a kind with keys from `from` on and below `below`, ascending.
// Params: kind, from, below, limit
// Returns: key, body
MATCH (r:Record {kind: $kind})
WHERE r.key >= $from AND r.key < $below
RETURN r.key AS key, r.body AS body
ORDER BY r.key
LIMIT $limit
