// How many relationships some accounts have by all that is in the store: the server knows without looking at them.
// Params: ids
// Returns: id, edges
UNWIND $ids AS id
MATCH (a:Account {id: id})
RETURN id, COUNT { (a)-[:OBSERVED|DEVICE|IP|CARD|PHONE|LINK|HASHTAG|REPOST|REPLY|TEXT|MEDIA|SOUND|FOLLOW|TRANSFER|REFERRAL]->() } AS edges
