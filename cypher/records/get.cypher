// One record.
// Params: kind, key
// Returns: body
MATCH (r:Record {kind: $kind, key: $key})
RETURN r.body AS body
