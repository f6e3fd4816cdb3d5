// Makes the accounts that are not there yet, each in its bucket.
// Params: rows (lists of id, bucket)
// Returns: nothing
UNWIND $rows AS row
MERGE (a:Account {id: row[0]})
ON CREATE SET a.bucket = row[1]
