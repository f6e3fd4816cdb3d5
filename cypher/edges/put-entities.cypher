// Makes the entities of a layer that are not there yet.
// Params: layer, keys
// Returns: nothing
UNWIND $keys AS key
MERGE (:Entity {layer: $layer, key: key})
