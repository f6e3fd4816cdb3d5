import { readFileSync, writeFileSync } from 'node:fs';
import type { EvalResult } from './result.ts';

const SCHEMA = 'lockstep.eval/1';

export type Saved = { readonly schema: typeof SCHEMA; readonly results: readonly EvalResult[] };

export function saveResults(path: string, results: readonly EvalResult[]): void {
  writeFileSync(path, `${JSON.stringify({ schema: SCHEMA, results } satisfies Saved)}\n`);
}

export function loadResults(path: string): readonly EvalResult[] {
  const saved = JSON.parse(readFileSync(path, 'utf8')) as Saved;
  if (saved.schema !== SCHEMA) throw new Error(`${path} holds no results of npm run eval -- --save.`);
  return saved.results;
}
