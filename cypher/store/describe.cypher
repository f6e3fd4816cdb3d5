// Name and version of the server.
// Params: none
// Returns: name, version
CALL dbms.components() YIELD name, versions
RETURN name, versions[0] AS version
