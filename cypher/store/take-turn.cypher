// Locks the one node that every write locks first, so that writers take turns and never wait for each other in a ring.
// Params: slot, token
// Returns: seq (of the last batch), answer (of the write with this token, if it was committed before), isApplied
MERGE (t:Turn {name: 'store'})
SET t.number = coalesce(t.number, 0) + 1
WITH t
OPTIONAL MATCH (a:Applied {slot: $slot})
RETURN coalesce(t.seq, 0) AS seq, a.answer AS answer, coalesce(a.token = $token, false) AS isApplied
