// Notes a step of the schema in the ledger.
// Params: name, digest, at
// Returns: nothing
MERGE (m:Migration {name: $name})
ON CREATE SET m.digest = $digest, m.at = $at
