import type { EntitySample } from './universe.ts';

/**
 * - `resource`: the entity is held over time (device, address, card); sharing it is evidence, time sharpens it.
 * - `action`: the account acts on the entity at an instant; evidence is doing it together.
 * - `interaction`: the entity is an account; the edge itself ties the two.
 * - `taste`: untimed choices among many items; only what activity and popularity do not explain is evidence.
 */
export type LayerType = 'resource' | 'action' | 'interaction' | 'taste';

export type LayerSettings = {
  readonly type: LayerType;
  /** Largest time apart at which two actions count as together, in ms. */
  readonly spanMs: number;
  /** Population above which an entity makes no pairs. */
  readonly cap: number;
  /** Entities that two accounts must share to become a pair. */
  readonly minShared: number;
};

/** What a user may say of a layer; what is left out is typed or defaulted. */
export type LayerChoice = Partial<LayerSettings>;

/** One table of defaults for each type; the table in the docs is printed from it. */
export const DEFAULT_SETTINGS: { readonly [type in LayerType]: LayerSettings } = {
  resource: { type: 'resource', spanMs: 86_400_000, cap: 1_000, minShared: 1 },
  action: { type: 'action', spanMs: 60_000, cap: 100_000, minShared: 2 },
  interaction: { type: 'interaction', spanMs: 86_400_000, cap: 1_000, minShared: 1 },
  taste: { type: 'taste', spanMs: 86_400_000, cap: 1_000, minShared: 2 },
};

/** The known names. A `reply` is an action when its entity is a post. */
export const KNOWN_LAYER_TYPES: ReadonlyMap<string, LayerType> = new Map<string, LayerType>([
  ['device', 'resource'],
  ['ip', 'resource'],
  ['card', 'resource'],
  ['phone', 'resource'],
  ['link', 'action'],
  ['hashtag', 'action'],
  ['repost', 'action'],
  ['reply', 'action'],
  ['text', 'action'],
  ['media', 'action'],
  ['sound', 'action'],
  ['follow', 'interaction'],
  ['transfer', 'interaction'],
  ['referral', 'interaction'],
]);

/**
 * The distinct (account, entity) cells of one layer, as compressed sparse rows in both directions.
 *
 * Accounts carry their number in the whole snapshot (0 … `accountCount` - 1), entities one of their own layer
 * (0 … `entityCount` - 1); `entityIds[e]` is entity `e`'s number in the snapshot. Rows ascend in both directions.
 * Cell `c` stands in entity order: `entityOffsets[e] <= c < entityOffsets[e + 1]`, its account is `entityAccounts[c]`
 * and its times, ascending, are `at[cellOffsets[c] .. cellOffsets[c + 1])` (none when the observation has no time).
 * `accountEntities` names the entity of each account's cells, `accountCells` the same cell's number in entity order.
 */
export type Layer = {
  readonly name: string;
  readonly settings: LayerSettings;
  /** Why the layer has its type, one sentence. */
  readonly typeReason: string;
  readonly edgeCount: number;
  readonly accountCount: number;
  readonly entityCount: number;
  readonly entityIds: Uint32Array;
  readonly entityOffsets: Uint32Array;
  readonly entityAccounts: Uint32Array;
  readonly accountOffsets: Uint32Array;
  readonly accountEntities: Uint32Array;
  readonly accountCells: Uint32Array;
  readonly cellOffsets: Uint32Array;
  readonly at: Float64Array;
  /** For an interaction layer the account that each entity is, else `null`; `entityCount` long. */
  readonly entityAsAccount: Int32Array | null;
  /** Entities whose population is over the cap: they make no pairs, and the report lists them. */
  readonly cappedEntities: Uint32Array;
  /** What is known beyond the edges at hand when these are a part of a whole; else `null`. */
  readonly beyond: Beyond | null;
};

/** Figures by entity, of its holders that are not among the accounts at hand. */
export type Beyond = {
  /** Accounts of the whole. */
  readonly accounts: number;
  /** Where entities are accounts, those of the whole that act in the layer; else 0. */
  readonly actors: number;
  readonly holders: Uint32Array;
  /** 1 = all times of the entity are known: those beyond are `at[offsets[e] .. offsets[e + 1])`, ascending. */
  readonly isTimed: Uint8Array;
  readonly offsets: Uint32Array;
  readonly at: Float64Array;
  /** Where entities are accounts: 1 for each that is one of the whole and not at hand. */
  readonly isActing: Uint8Array;
  readonly sample: EntitySample | null;
};
