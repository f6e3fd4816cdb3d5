// Writes edges of one layer that are new, or heavier than they were, with their accounts and entities where those are not there
// yet; a heavier one becomes a relationship beside the old one, so that what was read up to an earlier batch stays as it was.
// Writers take turns, so nothing comes between look-up and CREATE. MERGE looks a node up and makes it in one step of the index.
// Type: OBSERVED, or the layer's own
// Params: layer, kept (the layer where the type does not tell it), seq, rows (lists of account, its bucket, entity, its bucket, key, at, source, event, weight)
// Returns: added, raised
UNWIND $rows AS row
MERGE (a:Account {id: row[0]})
ON CREATE SET a.bucket = row[1]
MERGE (e:Entity {layer: $layer, key: row[2]})
ON CREATE SET e.bucket = row[3]
WITH a, e, row
OPTIONAL MATCH (a)-[known:OBSERVED]->(e)
WHERE coalesce(known.at, -1) = coalesce(row[5], -1) AND coalesce(known.key, '') = coalesce(row[4], '')
WITH a, e, row, count(known) > 0 AS isKnown, max(coalesce(known.weight, 1.0)) AS heaviest
WHERE NOT isKnown OR heaviest < row[8]
CREATE (a)-[:OBSERVED {
  key: row[4], at: row[5], source: row[6], event: row[7], seq: $seq, layer: $kept,
  weight: CASE WHEN row[8] = 1.0 AND NOT isKnown THEN null ELSE row[8] END,
  raises: CASE WHEN isKnown THEN true ELSE null END
}]->(e)
RETURN count(CASE WHEN isKnown THEN null ELSE 1 END) AS added, count(CASE WHEN isKnown THEN 1 ELSE null END) AS raised
