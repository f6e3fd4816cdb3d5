import { randomBytes } from 'node:crypto';
import type { IdKind } from '../config/layer-choice.ts';
import type { CanonicalColumn } from '../model/canonical-column.ts';
import type { Report } from '../model/report.ts';
import { parsePseudonymKeys } from '../source/pseudonym-keys.ts';
import { DEFAULT_READ_OPTIONS, identifierByName, type ReadOptions } from '../source/read-options.ts';

/** What to read and how. Plain data, so that it can be handed to a thread. */
export type InputSpec = {
  /** Paths, or `-` for standard input. */
  readonly files: readonly string[];
  readonly map: readonly (readonly [CanonicalColumn, string])[];
  readonly layerOf: readonly (readonly [layer: string, column: string])[];
  readonly set: readonly (readonly [CanonicalColumn, string])[];
  readonly keepRejectedRows: boolean;
  readonly ids: readonly (readonly [layer: string, kind: IdKind])[];
  /** The configured key, `once` = a key for this run alone, which nobody keeps, `null` = ids stay as they are. */
  readonly pseudonyms: { readonly key: string } | 'once' | null;
};

/** The name of a key that is made for one run and forgotten with it. */
const ONE_RUN_VERSION = 'v1';

export function readOptionsOf(spec: InputSpec): ReadOptions {
  const ids = new Map(spec.ids);
  return {
    ...DEFAULT_READ_OPTIONS,
    map: new Map(spec.map),
    layerOf: new Map(spec.layerOf),
    set: new Map(spec.set),
    keepRejectedRows: spec.keepRejectedRows,
    identifiers: (layer) => ids.get(layer) ?? identifierByName(layer),
    keys: keysOf(spec.pseudonyms),
  };
}

function keysOf(pseudonyms: InputSpec['pseudonyms']): ReadOptions['keys'] {
  if (pseudonyms === null) return null;
  if (pseudonyms !== 'once') return parsePseudonymKeys(pseudonyms.key);
  return { current: { version: ONE_RUN_VERSION, bytes: new Uint8Array(randomBytes(32)) }, previous: [] };
}

/** What the report says of the ids in it. */
export function privacyOf(spec: InputSpec): Report['privacy'] {
  if (spec.pseudonyms === null) {
    return {
      ids: 'raw',
      key_version: null,
      note: 'Device and address ids stand in these files as they came in (IPv6 cut to /64): keep them as safe as the input, or sweep with --pseudonymize.',
    };
  }
  if (spec.pseudonyms === 'once') {
    return {
      ids: 'pseudonymized',
      key_version: 'one-run',
      note: 'Device and address ids are keyed by a key that was made for this run and forgotten: they cannot be matched with those of any other run.',
    };
  }
  const { current } = parsePseudonymKeys(spec.pseudonyms.key);
  return {
    ids: 'pseudonymized',
    key_version: current.version,
    note: `Device and address ids are keyed by HMAC-SHA256 under key ${current.version}: who holds the key can compute them, nobody can reverse them.`,
  };
}
