// Writes edges of one layer that are new, or heavier than they were; a heavier one becomes a relationship beside the old one,
// so that what was read up to an earlier batch stays as it was. Writers take turns, so nothing comes between look-up and CREATE.
// Type: OBSERVED, or the layer's own
// Params: layer, kept (the layer where the type does not tell it), seq, rows (lists of account, entity, key, at, source, event, weight)
// Returns: added, raised
UNWIND $rows AS row
MATCH (a:Account {id: row[0]})
MATCH (e:Entity {layer: $layer, key: row[1]})
OPTIONAL MATCH (a)-[known:OBSERVED {key: row[2]}]->(e)
WITH a, e, row, count(known) > 0 AS isKnown, max(coalesce(known.weight, 1.0)) AS heaviest
WHERE NOT isKnown OR heaviest < row[6]
CREATE (a)-[:OBSERVED {
  key: row[2], at: row[3], source: row[4], event: row[5], seq: $seq, layer: $kept,
  weight: CASE WHEN row[6] = 1.0 AND NOT isKnown THEN null ELSE row[6] END,
  raises: CASE WHEN isKnown THEN true ELSE null END
}]->(e)
RETURN count(CASE WHEN isKnown THEN null ELSE 1 END) AS added, count(CASE WHEN isKnown THEN 1 ELSE null END) AS raised
