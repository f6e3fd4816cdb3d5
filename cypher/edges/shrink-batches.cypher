// Takes removed relationships off the ledger.
// Params: batches (maps of seq, rows)
// Returns: nothing
UNWIND $batches AS batch
MATCH (b:Batch {seq: batch.seq})
SET b.rows = b.rows - batch.rows
