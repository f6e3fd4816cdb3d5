import { existsSync } from 'node:fs';
import { LockstepError } from '../model/errors.ts';
import { openStore } from '../store/open-store.ts';
import type { Store, StoreOptions } from '../store/store.ts';
import { storeFileOf } from '../store/store-file.ts';
import { type StoreConfig, storeOptionsOf } from './store-options.ts';

export type StoreUse = Pick<StoreOptions, 'migrate' | 'now'> & {
  /** For work on what another process has written: refuses a store that dies with this one, or whose file is not there yet. */
  readonly mustExist?: boolean;
};

/** Opens the store that the config names. Whoever opens it closes it. */
export async function openConfiguredStore(config: StoreConfig, use: StoreUse = {}): Promise<Store> {
  const { mustExist = false, ...options } = use;
  if (mustExist) refuseEmpty(config.store_url);
  return await openStore(config.store_url, { ...options, ...storeOptionsOf(config) });
}

function refuseEmpty(url: string): void {
  if (url === 'memory:') {
    throw new LockstepError(
      'usage',
      'The store memory: holds nothing that another process has written: set LOCKSTEP_STORE_URL to sqlite:FILE or neo4j://HOST:PORT.',
    );
  }
  const file = storeFileOf(url);
  if (file !== null && !existsSync(file)) {
    throw new LockstepError(
      'input-missing',
      `There is no store ${file}: "lockstep migrate" or the first "lockstep ingest" makes it, or set LOCKSTEP_STORE_URL to the one that you mean.`,
    );
  }
}
