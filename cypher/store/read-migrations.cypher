// The steps of the schema that are in, by name, with the digest that each had.
// Params: none
// Returns: name, digest
MATCH (m:Migration)
RETURN m.name AS name, m.digest AS digest
ORDER BY name
