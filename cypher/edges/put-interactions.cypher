// The same for a layer whose entities are accounts: the relationship runs from account to account.
// Type: the layer's own
// Params: seq, rows (lists of account, other account, key, at, source, event, weight)
// Returns: added, raised
UNWIND $rows AS row
MATCH (a:Account {id: row[0]})
MATCH (e:Account {id: row[1]})
OPTIONAL MATCH (a)-[known:OBSERVED {key: row[2]}]->(e)
WITH a, e, row, count(known) > 0 AS isKnown, max(coalesce(known.weight, 1.0)) AS heaviest
WHERE NOT isKnown OR heaviest < row[6]
CREATE (a)-[:OBSERVED {
  key: row[2], at: row[3], source: row[4], event: row[5], seq: $seq,
  weight: CASE WHEN row[6] = 1.0 AND NOT isKnown THEN null ELSE row[6] END,
  raises: CASE WHEN isKnown THEN true ELSE null END
}]->(e)
RETURN count(CASE WHEN isKnown THEN null ELSE 1 END) AS added, count(CASE WHEN isKnown THEN 1 ELSE null END) AS raised
