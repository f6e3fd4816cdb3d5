// The receipt of a batch that was taken in before.
// Params: key
// Returns: seq, added, raised, duplicates, forgotten, runId (null: no run, or before it was noted)
MATCH (b:Batch {key: $key})
RETURN b.seq AS seq, b.added AS added, b.raised AS raised, b.duplicates AS duplicates, b.forgotten AS forgotten,
       b.runId AS runId
