// How many relationships the batches up to `seq` still have: a snapshot that reads another number has missed some.
// Params: seq
// Returns: rows
MATCH (b:Batch)
WHERE b.seq <= $seq
RETURN coalesce(sum(b.rows), 0) AS rows
