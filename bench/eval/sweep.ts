/** Runs the product as a user does, and measures the whole process. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../bin/lockstep.js', import.meta.url));

/** A sweep that has not ended by then does not end. */
const LONGEST_MS = 15 * 60_000;

/** Node tells no parent what a child has used: the child tells it itself, at its very end, for all its threads. */
const USAGE_REPORTER = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
`)}`;

export type Cost = {
  readonly wallSeconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number | null;
  readonly peakMb: number | null;
};

export type SweepOutcome = {
  readonly cost: Cost;
  readonly edges: number;
  readonly accounts: number;
};

/** Throws with the program's last words when it found no end that can be evaluated. */
export async function sweep(edges: string, out: string): Promise<SweepOutcome> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', USAGE_REPORTER, LAUNCHER, 'sweep', edges, '--out', out, '--json'],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    },
  );
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === null) resolve(code ?? -1);
      else reject(new Error(`stopped by ${signal} after ${((performance.now() - started) / 1000).toFixed(0)} s`));
    });
  });
  const [code, answer, words, usage] = await Promise.all([
    ended,
    text(child.stdio[1] as Readable),
    text(child.stdio[2] as Readable),
    text(child.stdio[3] as Readable),
  ]);
  const wallSeconds = (performance.now() - started) / 1000;
  // 3 = finished on data that is partial or thin.
  if (code !== 0 && code !== 3) throw new Error(`exit ${code}: ${words.trim().split('\n').at(-1) ?? ''}`);
  const { totals } = JSON.parse(answer) as { readonly totals: { readonly edges: number; readonly accounts: number } };
  return { cost: { wallSeconds, ...readUsage(usage) }, edges: totals.edges, accounts: totals.accounts };
}

function readUsage(usage: string): { readonly cpuSeconds: number | null; readonly peakMb: number | null } {
  if (usage === '') return { cpuSeconds: null, peakMb: null };
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 };
}
