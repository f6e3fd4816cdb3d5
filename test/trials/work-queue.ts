// A process for trials: works on the queue at URL until it is killed, and prints the key of each job once it is done.
//   node work-queue.ts URL PREFIX LOCK_MS JOB_MS
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueue } from '../../src/queue/open-queue.ts';

const [url = '', prefix = '', lockMs = '0', jobMs = '0'] = process.argv.slice(2);
const queue = await openQueue(url, { prefix, lockMs: Number(lockMs) });
await queue.work(
  async ({ key, attempt }) => {
    await sleep(Number(jobMs));
    writeSync(1, `${key} ${attempt}\n`);
  },
  { concurrency: 4 },
);
