import type { Command } from 'commander';
import type { Config } from '../config/load-config.ts';
import { openConfiguredStore } from '../service/open-configured-store.ts';
import type { Store } from '../store/store.ts';
import { configOf } from './config-flags.ts';

/** Opens the store of the config for a verb on what is stored, and closes it whatever comes. A dry run brings no schema up to date. */
export async function useStore<T>(
  command: Command,
  work: (store: Store, config: Config) => Promise<T>,
  isDry = false,
): Promise<T> {
  const config = configOf(command);
  await using store = await openConfiguredStore(config, { mustExist: true, migrate: !isDry });
  return await work(store, config);
}
