import { createCaseStore } from '../../create-case-store.ts';
import { createStore } from '../../create-store.ts';
import type { Step } from '../../record.ts';
import { runStep } from '../../run-step.ts';
import type { Store, StoreOptions } from '../../store.ts';
import { createMemoryEdges } from './memory-edges.ts';
import { createMemoryRecords } from './records.ts';

/** A store that is gone when it is closed: for tests, and for a run that keeps nothing. */
export async function openMemory(_location: string, options: StoreOptions): Promise<Store> {
  const now = options.now ?? Date.now;
  const records = createMemoryRecords();
  const transactor = {
    read: async <T>(createStep: () => Step<T>) => runStep(createStep(), records.answer),
    write: async <T>(createStep: () => Step<T>) => records.write(() => runStep(createStep(), records.answer)),
  };
  const close = async (): Promise<void> => {};
  return createStore({
    edges: createMemoryEdges(records, now),
    cases: createCaseStore(transactor, now),
    describe: async () => ({
      driver: 'memory',
      location: 'this process',
      version: process.version,
      schemaSteps: 0,
      schemaStepsKnown: 0,
    }),
    close,
  });
}
