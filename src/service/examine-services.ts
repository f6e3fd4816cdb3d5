import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { JobQueue, QueueCheck } from '../queue/job-queue.ts';
import type { Store, StoreDescription } from '../store/store.ts';
import type { Check } from './examine-machine.ts';
import { withinTime } from './within-time.ts';

/** Longer than the queue's own patience, shorter than that of who asks. */
const PATIENCE_MS = 8_000;
/** What `allow_unsafe_redis` allows. */
const REDIS_POLICIES = new Set(['redis eviction', 'redis append-only file']);

export type Services = {
  readonly store: Pick<Store, 'describe'>;
  readonly queue: Pick<JobQueue, 'examine'>;
  readonly config: Pick<Config, 'allow_unsafe_redis'>;
};

/** Whether this process can work now: the store and its schema, the queue, its server and how that is set up. Never throws, never hangs. */
export async function examineServices({ store, queue, config }: Services): Promise<readonly Check[]> {
  const [ofStore, ofQueue] = await Promise.all([examineOpenStore(store), examineOpenQueue(queue, config)]);
  return [...ofStore, ...ofQueue];
}

export async function examineOpenStore(store: Services['store']): Promise<readonly Check[]> {
  try {
    return checksOfStore(await ask('store', store.describe));
  } catch (error) {
    return [sayAway('store', error)];
  }
}

export async function examineOpenQueue(
  queue: Services['queue'],
  config: Services['config'],
): Promise<readonly Check[]> {
  try {
    const checks = await ask('queue', queue.examine);
    return checks.map((check) => (config.allow_unsafe_redis ? allow(check) : check));
  } catch (error) {
    return [sayAway('queue', error)];
  }
}

async function ask<T>(name: 'store' | 'queue', question: () => Promise<T>): Promise<T> {
  const sentence = `The ${name} gives no answer within ${PATIENCE_MS / 1000} s.`;
  return await withinTime(Promise.resolve().then(question), PATIENCE_MS, sentence);
}

function checksOfStore(description: StoreDescription): readonly Check[] {
  const { driver, version, location, schemaSteps, schemaStepsKnown } = description;
  const isRight = schemaSteps === schemaStepsKnown;
  return [
    { name: 'store', state: 'ok', found: `${driver} ${version} at ${location}`, fix: null },
    {
      name: 'schema',
      state: isRight ? 'ok' : 'failed',
      found: `${schemaSteps} steps in the store, ${schemaStepsKnown} in this version`,
      fix: isRight
        ? null
        : schemaSteps < schemaStepsKnown
          ? 'run "lockstep migrate"'
          : 'another version works on this store: start that one here too',
    },
  ];
}

/** The message of an error that is not ours may hold anything. */
export function sayAway(name: 'store' | 'queue', error: unknown): Check {
  const found = error instanceof LockstepError ? error.message : 'does not answer as it should';
  return { name, state: 'failed', found, fix: `start it, or mend LOCKSTEP_${name.toUpperCase()}_URL` };
}

function allow(check: QueueCheck): Check {
  return check.state === 'failed' && REDIS_POLICIES.has(check.name) ? { ...check, state: 'warning' } : check;
}
