// Keeps the run that investigators browse in step with its record.
// Params: id, kind, state, at
// Returns: nothing
MERGE (r:Run {id: $id})
SET r.kind = $kind, r.state = $state, r.at = $at
