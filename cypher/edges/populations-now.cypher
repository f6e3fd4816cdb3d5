// Distinct accounts that hold each of some entities of a layer by all that is in the store, at most `enough`, and its relationships.
// Params: layer, keys, enough
// Returns: key, population, ties
UNWIND $keys AS key
MATCH (e:Entity {layer: $layer, key: key})
WITH key, e, COUNT { (e)<-[:OBSERVED|DEVICE|IP|CARD|PHONE|LINK|HASHTAG|REPOST|REPLY|TEXT|MEDIA|SOUND|FOLLOW|TRANSFER|REFERRAL]-() } AS ties
RETURN key, ties, CASE
  WHEN ties < 2 THEN ties
  ELSE COUNT { MATCH (e)<-[:OBSERVED|DEVICE|IP|CARD|PHONE|LINK|HASHTAG|REPOST|REPLY|TEXT|MEDIA|SOUND|FOLLOW|TRANSFER|REFERRAL]-(a) RETURN DISTINCT a LIMIT $enough }
END AS population
