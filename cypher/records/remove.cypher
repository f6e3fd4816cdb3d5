// Removes records of a kind.
// Params: kind, keys
// Returns: nothing
UNWIND $keys AS key
MATCH (r:Record {kind: $kind, key: key})
DELETE r
