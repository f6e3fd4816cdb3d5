// How many accounts there are is told by those in the first few buckets.
// Params: none
// Returns: nothing
CREATE INDEX account_bucket IF NOT EXISTS FOR (a:Account) ON (a.bucket)
