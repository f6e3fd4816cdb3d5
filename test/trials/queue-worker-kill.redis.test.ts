import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueue } from '../../src/queue/open-queue.ts';
import { createChooser } from '../conformance/random.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';

/** Trial K3, the queue's part: no job is given up or forgotten, whoever dies over it. */
const JOBS = 300;
const KILLS = 8;
const LOCK_MS = 1_000;
const TIMEOUT_MS = 300_000;
const SCRIPT = fileURLToPath(new URL('./work-queue.ts', import.meta.url));

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

/** Starts a process that works on the queue; each line that it prints, a key and which attempt it was, goes to `onDone`. */
function spawnWorker(prefix: string, onDone: (line: string) => void) {
  const args = [SCRIPT, server?.url ?? '', prefix, String(LOCK_MS), '40'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onDone(line);
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const end = async (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => {
    child.kill(signal);
    if (signal === 'SIGKILL') await ended;
  };
  return { end };
}

describe.runIf(server !== null)('workers that are killed or held up', () => {
  it(
    `leave every one of ${JOBS} jobs done after ${KILLS} of them died and one was stopped for longer than its locks last`,
    async () => {
      const prefix = '{killed}';
      const choose = createChooser(5);
      await using queue = await openQueue(server?.url ?? '', { prefix, lockMs: LOCK_MS });
      const done = new Map<string, number>();
      const note = (line: string): void => {
        const [key = ''] = line.split(' ');
        done.set(key, (done.get(key) ?? 0) + 1);
      };
      const keys = Array.from({ length: JOBS }, (_, i) => `run-${i}.0`);
      for (const key of keys) await queue.add({ name: 'sweep', key, payload: {} });
      let workers = [spawnWorker(prefix, note), spawnWorker(prefix, note)];
      for (let kill = 0; kill < KILLS; kill++) {
        const before = done.size;
        await waitUntil(() => done.size > before);
        await sleep(choose.below(300));
        const [first, ...others] = workers;
        await first?.end('SIGKILL');
        workers = [...others, spawnWorker(prefix, note)];
      }
      const [sleeper] = workers;
      await sleeper?.end('SIGSTOP');
      await sleep(3 * LOCK_MS);
      await sleeper?.end('SIGCONT');
      await waitUntil(async () => {
        const { waiting, active, delayed, failed } = await queue.depth();
        return waiting + active + delayed + failed === 0;
      }, 120_000);
      await waitUntil(() => keys.every((key) => done.has(key)));
      for (const worker of workers) await worker.end('SIGKILL');
      expect(await server?.tell('--scan', '--pattern', `${prefix}:long:run-*`)).toBe('');
      expect(await server?.tell('ZCARD', `${prefix}:long:failed`)).toBe('0');
    },
    TIMEOUT_MS,
  );
});
