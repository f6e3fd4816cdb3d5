// Clusters as an investigator browses them: one a run and rank.
// Params: none
// Returns: nothing
CREATE CONSTRAINT cluster_place IF NOT EXISTS FOR (c:Cluster) REQUIRE (c.run, c.rank) IS UNIQUE
