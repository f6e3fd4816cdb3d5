// A fair sample of a layer's entities is those in the first few buckets.
// Params: none
// Returns: nothing
CREATE INDEX entity_bucket IF NOT EXISTS FOR (e:Entity) ON (e.layer, e.bucket)
