import type { CaseStore } from './case-store.ts';
import type { EdgeStore } from './edge-store.ts';
import { noteStaleWrite } from './note-stale-writes.ts';
import type { Store, StoreDescription } from './store.ts';

/** Puts the parts of a driver together: what edges refuse is noted beside the cases. */
export function createStore(parts: {
  readonly edges: EdgeStore;
  readonly cases: CaseStore;
  readonly describe: () => Promise<StoreDescription>;
  readonly close: () => Promise<void>;
}): Store {
  const { edges, cases, describe, close } = parts;
  const appendBatch: EdgeStore['appendBatch'] = (batch) =>
    noteStaleWrite(() => edges.appendBatch(batch), 'edges.append', cases.addAudit);
  const pinSnapshot: EdgeStore['pinSnapshot'] = (...pin) =>
    noteStaleWrite(() => edges.pinSnapshot(...pin), 'edges.pin', cases.addAudit);
  return { edges: { ...edges, appendBatch, pinSnapshot }, cases, describe, close, [Symbol.asyncDispose]: close };
}
