// Removes an account that has no edges left, also from the clusters that investigators browse.
// Params: id
// Returns: nothing
MATCH (a:Account {id: $id})
WHERE NOT EXISTS {
  MATCH (a)-[r]-()
  WHERE type(r) <> 'HAS_MEMBER'
}
DETACH DELETE a
