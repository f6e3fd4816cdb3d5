// The same for a layer whose entities are accounts: the relationship runs from account to account.
// Type: the layer's own
// Params: seq, rows (lists of account, its bucket, other account, its bucket, key, at, source, event, weight)
// Returns: added, raised
UNWIND $rows AS row
MERGE (a:Account {id: row[0]})
ON CREATE SET a.bucket = row[1]
MERGE (e:Account {id: row[2]})
ON CREATE SET e.bucket = row[3]
WITH a, e, row
OPTIONAL MATCH (a)-[known:OBSERVED]->(e)
WHERE coalesce(known.at, -1) = coalesce(row[5], -1) AND coalesce(known.key, '') = coalesce(row[4], '')
WITH a, e, row, count(known) > 0 AS isKnown, max(coalesce(known.weight, 1.0)) AS heaviest
WHERE NOT isKnown OR heaviest < row[8]
CREATE (a)-[:OBSERVED {
  key: row[4], at: row[5], source: row[6], event: row[7], seq: $seq,
  weight: CASE WHEN row[8] = 1.0 AND NOT isKnown THEN null ELSE row[8] END,
  raises: CASE WHEN isKnown THEN true ELSE null END
}]->(e)
RETURN count(CASE WHEN isKnown THEN null ELSE 1 END) AS added, count(CASE WHEN isKnown THEN 1 ELSE null END) AS raised
