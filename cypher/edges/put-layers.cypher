// Notes layers that have edges, and the type of relationship that each is kept as.
// Params: layers (maps of name, type)
// Returns: nothing
UNWIND $layers AS layer
MERGE (l:Layer {name: layer.name})
ON CREATE SET l.type = layer.type
