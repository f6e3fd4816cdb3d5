import { randomBytes } from 'node:crypto';
import type { IdKind } from '../config/layer-choice.ts';
import type { CanonicalColumn } from '../model/canonical-column.ts';
import type { Pseudonyms } from '../source/privacy.ts';
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
  readonly pseudonyms: Pseudonyms;
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

function keysOf(pseudonyms: Pseudonyms): ReadOptions['keys'] {
  if (pseudonyms === null) return null;
  if (pseudonyms !== 'once') return parsePseudonymKeys(pseudonyms.key);
  return { current: { version: ONE_RUN_VERSION, bytes: new Uint8Array(randomBytes(32)) }, previous: [] };
}
