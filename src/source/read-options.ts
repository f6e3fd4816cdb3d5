import type { CanonicalColumn } from '../model/canonical-column.ts';
import type { ProgressSink } from '../model/progress.ts';
import type { Reject } from '../model/reject.ts';
import type { IdentifierKind } from './pseudonym.ts';
import type { PseudonymKeys } from './pseudonym-keys.ts';

/** A path, `-` for standard input, or a stream with the name that rejects and messages give it. */
export type EdgeInput = string | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> };

export type ReadOptions = {
  /** `--map`: canonical column → its name in the file. */
  readonly map: ReadonlyMap<CanonicalColumn, string>;
  /** `--layer-of`: layer → the column of a wide table that holds its entity. Empty: the file has `layer` and `entity`. */
  readonly layerOf: ReadonlyMap<string, string>;
  /** `--set`: canonical column → the value of every row, whatever the file says. */
  readonly set: ReadonlyMap<CanonicalColumn, string>;
  /** Whether rejects carry the row as it stood, at most `LONGEST_KEPT_ROW` characters of it. */
  readonly keepRejectedRows: boolean;
  readonly identifiers: (layer: string) => IdentifierKind | 'none';
  readonly keys: PseudonymKeys | null;
  /** A longer field, or a row longer than twice this, is rejected; so much of the file is looked at for a closing quote. */
  readonly longestFieldBytes: number;
  /** Stop at a gzip that opens to more than this many bytes … */
  readonly maxExpandedBytes: number;
  /** … or, once past 64 MiB, to more than this many times its size. */
  readonly maxExpandedRatio: number;
};

export type ReadSinks = {
  readonly onReject: (reject: Reject) => void;
  readonly onProgress?: ProgressSink;
};

export const LONGEST_KEPT_ROW = 10_000;

/** What a plain `lockstep sweep FILE` reads with. */
export const DEFAULT_READ_OPTIONS: ReadOptions = {
  map: new Map(),
  layerOf: new Map(),
  set: new Map(),
  keepRejectedRows: false,
  identifiers: identifierByName,
  keys: null,
  longestFieldBytes: 1 << 20,
  maxExpandedBytes: Number.POSITIVE_INFINITY,
  // Deflate ends at 1,032 to 1, where bombs are; edges whose rows differ at all stay below 100 to 1.
  maxExpandedRatio: 500,
};

/** Of the known layers two hold identifiers of machines. Cards and phones come tokenised or not at all. */
export function identifierByName(layer: string): IdentifierKind | 'none' {
  return layer === 'device' || layer === 'ip' ? layer : 'none';
}
