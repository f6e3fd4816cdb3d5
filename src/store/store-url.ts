import { LockstepError } from '../model/errors.ts';
import type { StoreDescription } from './store.ts';

/** What a URL names: which driver, and what that opens (the part after the scheme, for a server the whole URL). */
export type StoreUrl = { readonly driver: StoreDescription['driver']; readonly location: string };

const SERVERS = ['neo4j', 'neo4j+s', 'neo4j+ssc', 'bolt', 'bolt+s', 'bolt+ssc'];

/** Throws `config` for a URL that names no store. */
export function parseStoreUrl(url: string): StoreUrl {
  const end = url.indexOf(':');
  const scheme = end < 0 ? '' : url.slice(0, end);
  const location = url.slice(end + 1);
  if (scheme === 'memory') return { driver: 'memory', location };
  if (scheme === 'sqlite') {
    if (location !== '') return { driver: 'sqlite', location };
    throw new LockstepError('config', 'The store URL sqlite: names no file: write sqlite:./lockstep.db, say.');
  }
  if (SERVERS.includes(scheme)) return { driver: 'neo4j', location: url };
  throw new LockstepError(
    'config',
    `The store URL "${redact(url)}" names no store that Lockstep knows: write memory:, sqlite:./lockstep.db, neo4j://host:7687 or bolt://host:7687.`,
  );
}

/** A URL may carry a password. */
function redact(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}
