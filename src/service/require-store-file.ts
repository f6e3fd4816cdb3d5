import { LockstepError } from '../model/errors.ts';
import { storeFileOf } from '../store/store-file.ts';
import { parseStoreUrl } from '../store/store-url.ts';

/** The file of the embedded store, or an error that says what does for a server what this verb does for a file. */
export function requireStoreFile(url: string): string {
  const file = storeFileOf(url);
  if (file !== null) return file;
  throw new LockstepError(
    'usage',
    parseStoreUrl(url).driver === 'neo4j'
      ? 'The store is a Neo4j server, which has its own: "neo4j-admin database dump" and "neo4j-admin database load", or its online backup.'
      : 'The store memory: is no file: set LOCKSTEP_STORE_URL to sqlite:FILE.',
  );
}
