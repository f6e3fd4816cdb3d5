// An entity is known by its layer and its key; the index behind it finds both.
// Params: none
// Returns: nothing
CREATE CONSTRAINT entity_layer_key IF NOT EXISTS FOR (e:Entity) REQUIRE (e.layer, e.key) IS UNIQUE
