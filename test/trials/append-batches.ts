// A process for trials: appends the batches from FROM on to the store at URL, ROWS rows each, STEP numbers apart, until it is
// killed or TO is reached, and prints the number of each once it is acknowledged.
//   node append-batches.ts URL FROM TO STEP ROWS
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.ts';
import { makeTrialBatch } from './trial-batch.ts';

const [url = '', from = '0', to = '0', step = '1', rows = '1'] = process.argv.slice(2);
await using store = await openStore(url);
for (let number = Number(from); number < Number(to); number += Number(step)) {
  const { added } = await store.edges.appendBatch(makeTrialBatch(number, Number(rows)));
  writeSync(1, `${number} ${added}\n`);
}
