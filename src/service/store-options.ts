import type { Config } from '../config/load-config.ts';
import type { StoreOptions } from '../store/store.ts';

export type StoreConfig = Pick<Config, 'store_url' | 'neo4j_user' | 'neo4j_password' | 'neo4j_database'>;

/** What the config says of who opens a store. */
export function storeOptionsOf(config: StoreConfig): Pick<StoreOptions, 'neo4j'> {
  const { neo4j_user: user, neo4j_password: password, neo4j_database: database } = config;
  return {
    neo4j: {
      user,
      ...(password === null ? {} : { password: password.reveal() }),
      ...(database === null ? {} : { database }),
    },
  };
}
