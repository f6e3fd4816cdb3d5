// The layers that have edges, with the type of relationship that each is kept as.
// Params: none
// Returns: nothing
CREATE CONSTRAINT layer_name IF NOT EXISTS FOR (l:Layer) REQUIRE l.name IS UNIQUE
