// The last write of each writer: a retry after a lost answer finds its token here and changes nothing.
// Params: none
// Returns: nothing
CREATE CONSTRAINT applied_slot IF NOT EXISTS FOR (a:Applied) REQUIRE a.slot IS UNIQUE
