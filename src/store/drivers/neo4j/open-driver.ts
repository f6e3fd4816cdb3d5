import neo4j, { type Driver } from 'neo4j-driver';
import type { StoreOptions } from '../../store.ts';

/** How long a write is tried again: a server that was killed is back within it. */
const RETRY_MS = 60_000;
const CONNECT_MS = 10_000;

export function openDriver(url: string, { neo4j: access = {} }: StoreOptions): Driver {
  const { user, password } = access;
  const auth = password === undefined ? undefined : neo4j.auth.basic(user ?? 'neo4j', password);
  return neo4j.driver(url, auth, {
    disableLosslessIntegers: true,
    maxTransactionRetryTime: RETRY_MS,
    connectionTimeout: CONNECT_MS,
    connectionAcquisitionTimeout: 2 * CONNECT_MS,
    userAgent: 'lockstep',
  });
}
