// Writes a batch into the ledger, as the last one so far; `rows` counts its relationships that are still kept.
// Params: key, source, at, seq, rows, added, raised, duplicates, forgotten, runId
// Returns: nothing
MATCH (t:Turn {name: 'store'})
SET t.seq = $seq
CREATE (:Batch {key: $key, source: $source, at: $at, seq: $seq, rows: $rows,
                added: $added, raised: $raised, duplicates: $duplicates, forgotten: $forgotten,
                runId: $runId})
