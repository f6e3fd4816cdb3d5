import { existsSync } from 'node:fs';
import type { Config } from '../config/load-config.ts';
import { openSchema } from '../store/open-schema.ts';
import type { Store } from '../store/store.ts';
import { storeFileOf } from '../store/store-file.ts';
import { parseStoreUrl } from '../store/store-url.ts';
import type { Examination } from './examination.ts';
import { examineAudit } from './examine-audit.ts';
import type { Check } from './examine-machine.ts';
import { examineOpenStore, sayAway } from './examine-services.ts';
import { examineStanding } from './examine-standing.ts';
import { openConfiguredStore } from './open-configured-store.ts';
import { storeOptionsOf } from './store-options.ts';
import { withinTime } from './within-time.ts';

/** Counting reads all edges of a store. */
const COUNTING_MS = 30_000;
const LATE = `not counted within ${COUNTING_MS / 1_000} s`;
const OPENING_MS = 30_000;

/** The store of the config: does it answer, is its schema right, what is in it, is its audit chain whole, does anything stand wrong. */
export async function examineStored(config: Config, now: number): Promise<Examination> {
  try {
    const missing = checkThere(config);
    if (missing !== null) return { services: [], data: [missing] };
    const behind = await checkSchema(config);
    if (behind !== null) return behind;
    await using store = await openConfiguredStore(config, { migrate: false });
    const services = [...(await examineOpenStore(store)), await examineAudit(store.cases)];
    return { services, data: [await countStored(store), ...(await examineStanding(store, config, now))] };
  } catch (error) {
    return { services: [sayAway('store', error)], data: [] };
  }
}

/** A one-shot sweep needs no store; who has named one expects it to be there. */
function checkThere({ store_url: url, origins }: Config): Check | null {
  if (parseStoreUrl(url).driver === 'memory') {
    return { name: 'store', state: 'ok', found: 'in the memory of each process: nothing lasts', fix: null };
  }
  const file = storeFileOf(url);
  if (file === null || existsSync(file)) return null;
  const isUsual = origins.get('store_url') === 'default';
  return {
    name: 'store',
    state: isUsual ? 'ok' : 'warning',
    found: `${file} is not there yet`,
    fix: isUsual ? null : 'make it with "lockstep migrate", or mend LOCKSTEP_STORE_URL',
  };
}

/** Looked at before the store is opened, which a schema that is behind does not allow without being changed. */
async function checkSchema(config: Config): Promise<Examination | null> {
  const { driver, location, steps } = await withinTime(
    openSchema(config.store_url, storeOptionsOf(config)),
    OPENING_MS,
    `The store gives no answer within ${OPENING_MS / 1_000} s.`,
  );
  const missing = steps.filter(({ isIn }) => !isIn).length;
  if (missing === 0) return null;
  if (missing === steps.length) {
    const found = `${driver} at ${location} is new: nothing is in it yet`;
    const fix = 'the first ingest or worker makes its schema, and so does "lockstep migrate"';
    return { services: [], data: [{ name: 'store', state: 'warning', found, fix }] };
  }
  const found = `${missing} of ${steps.length} steps are missing`;
  return { services: [{ name: 'schema', state: 'failed', found, fix: 'run "lockstep migrate"' }], data: [] };
}

async function countStored({ edges }: Store): Promise<Check> {
  try {
    const { edges: all, accounts, layers } = await withinTime(edges.counts(), COUNTING_MS, LATE);
    const found = `${all} of ${accounts} accounts in ${layers.length} layers`;
    const isEmpty = all === 0;
    return {
      name: 'edges',
      state: isEmpty ? 'warning' : 'ok',
      found: isEmpty ? 'none yet' : found,
      fix: isEmpty ? 'pull some in with "lockstep ingest"' : null,
    };
  } catch {
    return { name: 'edges', state: 'ok', found: LATE, fix: null };
  }
}
