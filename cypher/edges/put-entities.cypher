// Makes the entities of a layer that are not there yet, each in its bucket.
// Params: layer, rows (lists of key, bucket)
// Returns: nothing
UNWIND $rows AS row
MERGE (e:Entity {layer: $layer, key: row[0]})
ON CREATE SET e.bucket = row[1]
