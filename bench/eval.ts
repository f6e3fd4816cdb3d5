/**
 * `npm run eval`: sweeps labelled sets and generated worlds with the product as it is, each in a process of its own, and prints
 * one table of how well and at what cost. Ends with 1 when a sweep failed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { leaveOneOut } from './eval/leave-one-out.ts';
import { marksOf } from './eval/marks.ts';
import { type EvalOptions, readOptions, USAGE } from './eval/options.ts';
import { printCircles, printLeftOut, printResults, printRings } from './eval/print.ts';
import { type EvalResult, evaluateSubject } from './eval/result.ts';
import { loadResults, saveResults } from './eval/saved.ts';
import { findSets, makeWorlds } from './eval/subjects.ts';

async function runAll({ data, sets, worlds, seeds }: EvalOptions): Promise<readonly EvalResult[]> {
  const subjects = [...(data === null ? [] : findSets(data, sets)), ...makeWorlds(worlds, seeds)];
  if (data === null) console.error('No folder of sets (--data DIR): only worlds.');
  const results: EvalResult[] = [];
  for (const [i, subject] of subjects.entries()) {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-eval-'));
    const result = await evaluateSubject(subject, folder);
    rmSync(folder, { recursive: true, force: true });
    results.push(result);
    const seed = subject.seed === null ? '' : ` ${subject.seed}`;
    const end = result.failure ?? `${result.cost?.wallSeconds.toFixed(1)} s`;
    console.error(`${i + 1}/${subjects.length} ${subject.name}${seed}: ${end}`);
  }
  return results;
}

function compare(results: readonly EvalResult[], against: readonly string[]) {
  const candidates = [
    { name: 'now', marks: marksOf(results) },
    ...against.map((path) => ({ name: basename(path, '.json'), marks: marksOf(loadResults(path)) })),
  ];
  return { names: candidates.map(({ name }) => name), leftOut: leaveOneOut(candidates) };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return console.log(USAGE);
  const results = options.load === null ? await runAll(options) : loadResults(options.load);
  if (options.save !== null) saveResults(options.save, results);
  const comparison = options.leaveOneOut ? compare(results, options.against) : null;
  if (options.json) console.log(JSON.stringify({ results, marks: Object.fromEntries(marksOf(results)), comparison }));
  else {
    const parts = [printResults(results)];
    if (results.some(({ family }) => family === 'world')) parts.push(printRings(results), printCircles(results));
    if (comparison !== null) parts.push(printLeftOut(comparison.leftOut, comparison.names));
    console.log(parts.join('\n\n'));
  }
  if (results.some(({ failure }) => failure !== null)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
