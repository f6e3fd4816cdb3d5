// Draws staged clusters for those who browse: (:Run)-[:EMITTED]->(:Cluster)-[:HAS_MEMBER {tier}]->(:Account).
// Params: clusters (maps of run, rank, id, lineage, score, band, size, summary, members: maps of account, tier, score)
// Returns: nothing
UNWIND $clusters AS cluster
MERGE (r:Run {id: cluster.run})
MERGE (c:Cluster {run: cluster.run, rank: cluster.rank})
SET c.id = cluster.id, c.lineage = cluster.lineage, c.score = cluster.score,
    c.band = cluster.band, c.size = cluster.size, c.summary = cluster.summary
MERGE (r)-[:EMITTED]->(c)
WITH c, cluster
OPTIONAL MATCH (c)-[old:HAS_MEMBER]->(:Account)
DELETE old
WITH DISTINCT c, cluster
UNWIND cluster.members AS member
MERGE (a:Account {id: member.account})
CREATE (c)-[:HAS_MEMBER {tier: member.tier, score: member.score}]->(a)
