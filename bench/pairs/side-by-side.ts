/** Two programs on the same work, each in a process of its own, in turns; answers agree before a figure is printed. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export type Answer = { readonly pairs: number; readonly count: number; readonly weight: number };

/** CPU seconds, user and system; MB of the whole process at the peak of the work, its input included. */
export type Cost = { readonly cpu: number; readonly wall: number; readonly peak: number };

export type Figures = Cost & { readonly answer: Answer };

const SIDES = ['lockstep', 'duckdb'] as const;

/** Runs `script SIDE …args` for both sides, `turns` times, and prints medians and ratios. */
export function compareSides(script: string, title: string, args: readonly string[], turns: number): void {
  const runs = Array.from({ length: turns }, () => SIDES.map((side) => runSide(script, side, args)));
  for (const [ours, theirs] of runs) agree(ours?.answer, theirs?.answer);
  const [ours, theirs] = SIDES.map((_, s) => medians(runs.map((run) => run[s] as Figures))) as [Cost, Cost];
  const [[{ answer }]] = runs as [[Figures]];
  const ratios = `${(theirs.cpu / ours.cpu).toFixed(1)}x CPU, ${(theirs.peak / ours.peak).toFixed(1)}x memory`;
  console.log(`${title.padEnd(22)} lockstep ${show(ours)}  duckdb ${show(theirs)}  ${ratios}`);
  console.log(`${''.padEnd(22)} ${answer.pairs} pairs, ${answer.count} shared entities in them, the same from both`);
}

function runSide(script: string, side: string, args: readonly string[]): Figures {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, side, ...args]);
  if (status !== 0) throw new Error(`${side} ${args.join(' ')}: ${stderr.toString()}`);
  return JSON.parse(stdout.toString());
}

/** Weights are rounded to steps of 2^-29 of the largest or finer. */
function agree(ours: Answer | undefined, theirs: Answer | undefined): void {
  const isEqual =
    ours !== undefined &&
    theirs !== undefined &&
    ours.pairs === theirs.pairs &&
    ours.count === theirs.count &&
    Math.abs(ours.weight - theirs.weight) <= 1e-6 * theirs.weight;
  if (!isEqual)
    throw new Error(`The answers differ: Lockstep ${JSON.stringify(ours)}, DuckDB ${JSON.stringify(theirs)}.`);
}

function medians(figures: readonly Figures[]): Cost {
  const median = (key: keyof Cost) =>
    figures.map((one) => one[key]).sort((a, b) => a - b)[figures.length >> 1] as number;
  return { cpu: median('cpu'), wall: median('wall'), peak: median('peak') };
}

function show({ cpu, wall, peak }: Cost): string {
  return `${cpu.toFixed(2)} s (${wall.toFixed(2)}) ${peak.toFixed(0)} MB`.padEnd(24);
}

/** What `work` costs this process; the answer is worked out when the clock has stopped. */
export async function measure(work: () => Promise<() => Answer | Promise<Answer>>): Promise<Figures> {
  startPeak();
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const answer = await work();
  const { user, system } = process.cpuUsage(cpu);
  const cost = { cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 };
  const peak = peakMegabytes();
  return { answer: await answer(), ...cost, peak };
}

/** Linux forgets the peak so far when it is told to. */
function startPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

function peakMegabytes(): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) / 1024;
}

export function sumOf(column: Uint32Array | Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum;
}
