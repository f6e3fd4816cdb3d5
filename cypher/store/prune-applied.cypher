// Drops the notes of writers that have been gone for so long that no retry can ask for them.
// Params: before
// Returns: nothing
MATCH (a:Applied)
WHERE a.at < $before
DELETE a
