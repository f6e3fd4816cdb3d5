// Writes records, each in the place of the one with its kind and key.
// Params: rows (maps of kind, key, body)
// Returns: nothing
UNWIND $rows AS row
MERGE (r:Record {kind: row.kind, key: row.key})
SET r.body = row.body
