import type { ProgressEvent, ProgressSink, Stage } from '../model/progress.ts';
import { count } from './terminal.ts';

const REDRAW_MS = 100;

type StageClock = { readonly stage: Stage; readonly startedAt: number; readonly from: number };

export type ProgressLine = { readonly show: ProgressSink; readonly clear: () => void };

/** One line on standard error that is drawn over itself; nothing at all when that is no terminal. */
export function openProgressLine(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> & { readonly columns?: number } = process.stderr,
  now = () => performance.now(),
): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let clock: StageClock | null = null;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show: (event) => {
      const at = now();
      const isNew = clock?.stage !== event.stage;
      if (clock === null || isNew) clock = { stage: event.stage, startedAt: at, from: event.done };
      if (!isNew && at - drawnAt < REDRAW_MS) return;
      drawnAt = at;
      stream.write(
        `\r\x1b[2K${describeProgress(event, clock.from, at - clock.startedAt).slice(0, (stream.columns || 80) - 1)}`,
      );
    },
    clear: () => {
      if (clock !== null) stream.write('\r\x1b[2K');
      clock = null;
    },
  };
}

/** `similarity  63 %  1,200,000 pairs/s  4 s left`; what cannot be known yet is left out. */
export function describeProgress(event: ProgressEvent, from: number, elapsedMs: number): string {
  const { stage, done, total, unit } = event;
  const perSecond = elapsedMs > 0 ? ((done - from) / elapsedMs) * 1000 : 0;
  const parts = [
    stage.padEnd(10),
    total > 0 ? `${String(Math.floor((100 * done) / total)).padStart(3)} %` : amount(done, unit),
  ];
  if (perSecond >= 1) parts.push(`${amount(perSecond, unit)}/s`);
  if (total > done && perSecond > 0) parts.push(`${sayTime((total - done) / perSecond)} left`);
  return parts.join('  ');
}

function amount(value: number, unit: string): string {
  return unit === 'bytes' ? `${(value / 1e6).toFixed(1)} MB` : `${count(value)} ${unit}`;
}

function sayTime(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
