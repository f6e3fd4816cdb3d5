// The node that writers take turns on.
// Params: none
// Returns: nothing
CREATE CONSTRAINT turn_name IF NOT EXISTS FOR (t:Turn) REQUIRE t.name IS UNIQUE
