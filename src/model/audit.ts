import type { Hash } from './ports.ts';
import type { Json } from './stored-run.ts';

/** Who did what to what. Never the id of an account or entity: the row outlives an erasure. */
export type AuditEntry = {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Json;
};

/** A row of the chain: `hash` covers the entry, its number and time, and the hash of the row before. */
export type AuditRow = AuditEntry & {
  readonly number: number;
  readonly at: number;
  readonly previous: string;
  readonly hash: string;
};

/** What the first row has before it. */
export const AUDIT_ROOT = '0'.repeat(64);

const encoder = new TextEncoder();

export function chainAuditRow(
  hash: Hash,
  entry: AuditEntry,
  place: { readonly number: number; readonly at: number; readonly previous: string },
): AuditRow {
  const { actor, action, subject, detail } = entry;
  const { number, at, previous } = place;
  const text = JSON.stringify([previous, number, at, actor, action, subject, detail]);
  return { number, at, actor, action, subject, detail, previous, hash: hash([encoder.encode(text)]) };
}

/** The number of the first row that does not follow from the one before, or `null`. `rows` start at `from`'s successor. */
export function findAuditBreak(
  hash: Hash,
  rows: Iterable<AuditRow>,
  from: { readonly number: number; readonly hash: string } = { number: 0, hash: AUDIT_ROOT },
): number | null {
  let last = from;
  for (const row of rows) {
    const expected = chainAuditRow(hash, row, { number: last.number + 1, at: row.at, previous: last.hash });
    if (row.number !== expected.number || row.previous !== last.hash || row.hash !== expected.hash)
      return last.number + 1;
    last = row;
  }
  return null;
}
