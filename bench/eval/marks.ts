/** One number from 0 to 1 a set, higher being better, so that choices can be compared over sets of different kinds. */
import type { EvalResult } from './result.ts';

/** Share of wrongly flagged accounts that halves the mark of a quiet crowd. */
const HALVING_SHARE = 0.01;

/**
 * - labels of both kinds: average precision;
 * - all of them inauthentic: `found`;
 * - a quiet crowd: 1 / (1 + flagged share / 1 %);
 * - a world: half average precision, half the quiet of its genuine accounts, both the mean over the seeds.
 */
export function marksOf(results: readonly EvalResult[]): ReadonlyMap<string, number> {
  const marks = new Map<string, number[]>();
  for (const result of results) {
    const mark = markOf(result);
    if (mark === null) continue;
    const unit = result.family === 'world' ? `world ${result.name}` : result.name;
    marks.set(unit, [...(marks.get(unit) ?? []), mark]);
  }
  return new Map(Array.from(marks, ([unit, several]) => [unit, meanOf(several)]));
}

function markOf({ evaluation, isQuiet, family }: EvalResult): number | null {
  if (evaluation === null) return null;
  const { figures, flags, genuine } = evaluation;
  if (isQuiet) return quiet(flags.flagged_share ?? 0);
  const ap = figures['ap'] ?? null;
  if (family === 'data') return figures['base'] === 1 ? (figures['found'] ?? null) : ap;
  return ((ap ?? 0) + quiet(genuine.flagged / genuine.accounts)) / 2;
}

function quiet(flaggedShare: number): number {
  return 1 / (1 + flaggedShare / HALVING_SHARE);
}

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
