import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { countFlags, type Evaluation, evaluateRun } from '../../src/report/evaluate-run.ts';
import { readCsvRows } from '../../src/report/read-csv-rows.ts';
import type { Subject } from './subjects.ts';
import { type Cost, sweep } from './sweep.ts';

export type EvalResult = {
  readonly name: string;
  readonly family: Subject['family'];
  readonly seed: number | null;
  readonly isQuiet: boolean;
  /** Why there is nothing else, `null` when all went well. */
  readonly failure: string | null;
  readonly edges: number;
  readonly accounts: number;
  readonly cost: Cost | null;
  readonly evaluation: Evaluation | null;
};

const UNLABELLED = { figures: {}, genuine: { accounts: 0, flagged: 0, flagged_high: 0 }, rings: [], circles: [] };

/** Sweeps the subject in the folder, which is its own, and holds the answer against the truth. */
export async function evaluateSubject(subject: Subject, folder: string): Promise<EvalResult> {
  const { name, family, seed, isQuiet } = subject;
  try {
    const { edges, labels } = await subject.prepare(join(folder, 'world'));
    const outcome = await sweep(edges, join(folder, 'out'));
    const accounts = readCsv(join(folder, 'out', 'accounts.csv'));
    const evaluation =
      labels === null
        ? { ...UNLABELLED, flags: countFlags(accounts, outcome.accounts) }
        : evaluateRun(accounts, readCsv(labels), outcome.accounts);
    return { name, family, seed, isQuiet, failure: null, ...outcome, evaluation };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { name, family, seed, isQuiet, failure, edges: 0, accounts: 0, cost: null, evaluation: null };
  }
}

function readCsv(path: string): Iterable<readonly string[]> {
  const bytes = readFileSync(path);
  return readCsvRows([path.endsWith('.gz') ? gunzipSync(bytes) : bytes]);
}
