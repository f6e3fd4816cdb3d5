/** The columns that a row of edges has, whatever its file calls them. */
export const CANONICAL_COLUMNS = ['account', 'layer', 'entity', 'at', 'event', 'weight', 'source'] as const;

export type CanonicalColumn = (typeof CANONICAL_COLUMNS)[number];
