import { randomBytes } from 'node:crypto';
import { compactInstant } from '../../jobs/fire.ts';
import type { RunKind } from '../model/stored-run.ts';

/** `sweep-20261127T093000Z-3fa9c1`: says what it is and when it was asked for; the rest keeps two of one second apart. */
export function newRunId(kind: RunKind, now = Date.now()): string {
  return `${kind}-${compactInstant(now)}-${randomBytes(3).toString('hex')}`;
}
