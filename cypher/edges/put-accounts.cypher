// Makes the accounts that are not there yet.
// Params: ids
// Returns: nothing
UNWIND $ids AS id
MERGE (:Account {id: id})
