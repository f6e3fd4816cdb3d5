// The ledger of batches: a key is taken in once.
// Params: none
// Returns: nothing
CREATE CONSTRAINT batch_key IF NOT EXISTS FOR (b:Batch) REQUIRE b.key IS UNIQUE
