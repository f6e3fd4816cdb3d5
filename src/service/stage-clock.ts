import type { ProgressEvent, ProgressSink, Stage } from '../model/progress.ts';

export type StageClock = { readonly sink: ProgressSink; readonly stop: () => { readonly [stage: string]: number } };

/** Passes progress on and notes how long each stage took, in ms: a stage lasts until another announces itself. */
export function startStageClock(next: ProgressSink, now = () => performance.now()): StageClock {
  const spent = new Map<Stage, number>();
  let current: Stage | null = null;
  let since = now();
  const close = (): void => {
    const at = now();
    if (current !== null) spent.set(current, (spent.get(current) ?? 0) + at - since);
    since = at;
  };
  return {
    sink: (event: ProgressEvent) => {
      if (event.stage !== current) {
        close();
        current = event.stage;
      }
      next(event);
    },
    stop: () => {
      close();
      return Object.fromEntries([...spent].map(([stage, ms]) => [stage, Math.round(ms)]));
    },
  };
}
