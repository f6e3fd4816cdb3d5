// Two batches never get one sequence number.
// Params: none
// Returns: nothing
CREATE CONSTRAINT batch_seq IF NOT EXISTS FOR (b:Batch) REQUIRE b.seq IS UNIQUE
