// Notes in a place of the writer's own that its write is being committed, and what it answers.
// Params: slot, token, answer, at
// Returns: nothing
MERGE (a:Applied {slot: $slot})
SET a.token = $token, a.answer = $answer, a.at = $at
