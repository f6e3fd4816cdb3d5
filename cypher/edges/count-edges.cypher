// Edges, accounts and entities of the layers of one type in a snapshot and window.
// Type: OBSERVED, or the layer's own
// Params: seq, from, to
// Returns: layer (where the type does not tell it), edges, accounts, entities
MATCH (a:Account)-[r:OBSERVED]->(e)
WHERE r.seq <= $seq AND (r.at IS NULL OR ($from <= r.at AND r.at < $to))
RETURN r.layer AS layer, count(CASE WHEN r.raises IS NULL THEN 1 ELSE null END) AS edges,
       count(DISTINCT a) AS accounts, count(DISTINCT e) AS entities
