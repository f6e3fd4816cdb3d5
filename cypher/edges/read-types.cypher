// The types of relationship that have edges.
// Params: none
// Returns: type
MATCH (l:Layer)
RETURN DISTINCT l.type AS type
ORDER BY type
