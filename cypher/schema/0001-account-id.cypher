// An account is one node, however many writers meet it: MERGE without this constraint makes two of it.
// Params: none
// Returns: nothing
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (a:Account) REQUIRE a.id IS UNIQUE
