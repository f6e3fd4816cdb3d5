// Runs as an investigator browses them, beside the records that hold them.
// Params: none
// Returns: nothing
CREATE CONSTRAINT run_id IF NOT EXISTS FOR (r:Run) REQUIRE r.id IS UNIQUE
