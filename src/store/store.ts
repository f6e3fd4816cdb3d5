import type { CaseStore } from './case-store.ts';
import type { EdgeStore } from './edge-store.ts';

/** What `doctor` and the log tell of a store. No credentials, no personal data. */
export type StoreDescription = {
  readonly driver: 'memory' | 'sqlite' | 'neo4j';
  readonly location: string;
  readonly version: string;
  /** Steps of the schema that are in, and those that this version has: others mean another version at work on the store. */
  readonly schemaSteps: number;
  readonly schemaStepsKnown: number;
};

/** How far a store is with the schema of this version. */
export type SchemaState = Pick<StoreDescription, 'driver' | 'location'> & {
  /** In their order. */
  readonly steps: readonly { readonly name: string; readonly isIn: boolean }[];
};

/** Edges and cases of one place. Owned by who opened it. */
export type Store = AsyncDisposable & {
  readonly edges: EdgeStore;
  readonly cases: CaseStore;
  /** Asks the store for a sign of life; throws `unreachable`. */
  readonly describe: () => Promise<StoreDescription>;
  readonly close: () => Promise<void>;
};

export type StoreOptions = {
  /** The clock, ms since 1970. */
  readonly now?: () => number;
  /** Brings the schema up to date on opening; default true. With false, a schema that is behind is refused. */
  readonly migrate?: boolean;
  readonly neo4j?: {
    readonly user?: string;
    readonly password?: string;
    readonly database?: string;
  };
};
