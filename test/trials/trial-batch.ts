import type { EdgeBatch } from '../../src/model/edge-batch.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import { createChooser } from '../conformance/random.ts';

/** Batch `number` of a trial, the same in every process; about a third of its rows stand in other batches too. */
export function makeTrialBatch(number: number, rows: number): EdgeBatch {
  const choose = createChooser(number);
  const columns = toColumns(
    Array.from({ length: rows }, () => {
      const isShared = choose.chance(0.3);
      return {
        account: `account ${choose.below(isShared ? 40 : 5_000)}`,
        layer: choose.one(['link', 'device', 'follow']),
        entity: isShared ? 'hot' : `entity ${choose.below(3_000)}`,
        at: isShared ? choose.below(20) : 1_760_000_000_000 + choose.below(1_000_000),
        event: isShared ? '' : `event ${choose.below(100_000)}`,
        source: '',
        weight: isShared ? 1 + choose.below(3) : 1,
      };
    }),
  );
  return { batchKey: `batch ${number}`, source: 'trial', columns, cursor: String(number) };
}
