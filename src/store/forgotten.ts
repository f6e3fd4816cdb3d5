import { createHmac, randomBytes } from 'node:crypto';
import { get, put, type Step, scan } from './record.ts';

/**
 * Accounts that were erased and must not come back. Kept as keyed hashes, so that the list names nobody by itself; the key
 * stands in the same store, so that ids that can be guessed one by one could still be tried against it.
 */
export type Forgotten = { readonly size: number; readonly has: (id: string) => boolean };

function digestOf(salt: string, id: string): string {
  return createHmac('sha256', salt).update(id).digest('hex');
}

/** Draws the key; once in a store's life. */
export function* createForgottenKey(): Step<void> {
  if ((yield* get('meta', 'forgotten-key')) !== null) return;
  yield* put('meta', 'forgotten-key', { value: randomBytes(32).toString('hex') });
}

export function* readForgotten(): Step<Forgotten> {
  const digests = new Set((yield* scan('forgotten')).map(({ key }) => key));
  const salt = (yield* get('meta', 'forgotten-key'))?.value ?? '';
  return { size: digests.size, has: (id) => digests.has(digestOf(salt, id)) };
}

export function* rememberForgotten(id: string, at: number): Step<string> {
  const salt = (yield* get('meta', 'forgotten-key'))?.value ?? '';
  const digest = digestOf(salt, id);
  yield* put('forgotten', digest, { at });
  return digest;
}
