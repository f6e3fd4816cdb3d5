import { formatTime } from './format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  1000,
  2000,
  5000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
  91 * DAY,
  182 * DAY,
  365 * DAY,
  1826 * DAY,
  3652 * DAY,
];

export type AxisTick = { readonly at: number; readonly label: string };

/** Round times between `from` and `to`, at most `most` of them; labels say the day, or the time of day when steps are shorter. */
export function timeTicks(from: number, to: number, most: number): readonly AxisTick[] {
  const step = STEPS.find((length) => (to - from) / length <= most) ?? (to - from) / most;
  const ticks: AxisTick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to && ticks.length <= most; at += step) {
    ticks.push({ at, label: labelOf(at, step) });
  }
  return ticks;
}

function labelOf(at: number, step: number): string {
  const text = formatTime(at);
  if (step >= DAY) return text.slice(0, 10);
  return at % DAY === 0 ? text.slice(0, 10) : text.slice(11);
}
