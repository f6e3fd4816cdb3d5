// Records (runs, clusters, decisions, outbox …) by kind and key; ranges of keys are read in order from the index behind it.
// Params: none
// Returns: nothing
CREATE CONSTRAINT record_kind_key IF NOT EXISTS FOR (r:Record) REQUIRE (r.kind, r.key) IS UNIQUE
