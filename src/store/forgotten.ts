import { createHmac, randomBytes } from 'node:crypto';
import { get, put, type Step, scan } from './record.ts';

/**
 * Accounts that were erased and must not come back. Kept as keyed hashes, so that the list names nobody by itself; the key
 * stands in the same store, so that ids that can be guessed one by one could still be tried against it.
 */
export type Forgotten = { readonly size: number; readonly has: (id: string) => boolean };

export function digestForgotten(salt: string, id: string): string {
  return createHmac('sha256', salt).update(id).digest('hex');
}

/** Drawn with the first erasure of a store. */
function* drawKey(): Step<string> {
  const known = yield* get('meta', 'forgotten-key');
  if (known !== null) return known.value;
  const value = randomBytes(32).toString('hex');
  yield* put('meta', 'forgotten-key', { value });
  return value;
}

export function* readForgotten(): Step<Forgotten> {
  const digests = new Set((yield* scan('forgotten')).map(({ key }) => key));
  if (digests.size === 0) return { size: 0, has: () => false };
  const salt = yield* drawKey();
  return { size: digests.size, has: (id) => digests.has(digestForgotten(salt, id)) };
}

export function* rememberForgotten(id: string, at: number): Step<string> {
  const digest = digestForgotten(yield* drawKey(), id);
  yield* put('forgotten', digest, { at });
  return digest;
}
