import { LockstepError } from '../model/errors.ts';

const MS_PER_UNIT: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `500ms`, `60s`, `10m`, `2h`, `1d`, `1w`. Whole numbers only; a bare number has no unit and is refused. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,9})(ms|s|m|h|d|w)$/.exec(text.trim());
  const unit = MS_PER_UNIT[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new LockstepError(
      'config',
      `"${text}" is not a duration: write a whole number with its unit, such as 60s, 10m, 2h or 1d.`,
    );
  }
  return Number(match[1]) * unit;
}

/** The shortest way to write `ms`, which `parseDuration` reads back. */
export function formatDuration(ms: number): string {
  const [unit, size] = Object.entries(MS_PER_UNIT)
    .filter(([name, length]) => name !== 'w' && ms % length === 0)
    .at(-1) ?? ['ms', 1];
  return ms === 0 ? '0s' : `${ms / size}${unit}`;
}
