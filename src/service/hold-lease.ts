import type { Fence } from '../model/fence.ts';
import type { ProgressEvent } from '../model/progress.ts';
import type { RunLease } from '../model/stored-run.ts';
import type { CaseStore } from '../store/case-store.ts';
import { StaleEpochError } from '../store/fencing.ts';

/** Between two notes of progress at most: who follows a run sees it move. */
const NOTE_EVERY_MS = 2_000;

export type LeaseKeeper = {
  readonly cases: Pick<CaseStore, 'noteProgress'>;
  readonly fence: Fence;
  readonly lease: RunLease;
  readonly progress: () => ProgressEvent | null;
  /** The work has to end; `reason` says why. */
  readonly onEnd: () => void;
};

export type HeldLease = AsyncDisposable & { readonly reason: () => 'cancelled' | 'lost' | null };

/**
 * Renews the lease of a run, three times within its length at least, and notes how far it is. Ends the work when somebody asks
 * for it, when another worker has the run, and when the store could not be reached for as long as the lease is: another may
 * have the run by then.
 */
export function holdLease({ cases, fence, lease, progress, onEnd }: LeaseKeeper): HeldLease {
  let reason: 'cancelled' | 'lost' | null = null;
  let renewedAt = performance.now();
  let beat: Promise<void> = Promise.resolve();
  let isBusy = false;
  let isOver = false;
  const end = (why: 'cancelled' | 'lost'): void => {
    reason = why;
    onEnd();
  };
  const renew = async (): Promise<void> => {
    const event = progress();
    const note = event === null ? null : { stage: event.stage, done: event.done, total: event.total };
    try {
      const { cancelAsked } = await cases.noteProgress(fence, note, lease);
      renewedAt = performance.now();
      if (cancelAsked && !isOver) end('cancelled');
    } catch (error) {
      if (isOver) return;
      if (error instanceof StaleEpochError || performance.now() - renewedAt > lease.leaseMs) end('lost');
    }
  };
  const timer = setInterval(
    () => {
      if (reason !== null || isBusy) return;
      isBusy = true;
      beat = renew().finally(() => {
        isBusy = false;
      });
    },
    Math.min(NOTE_EVERY_MS, lease.leaseMs / 3),
  );
  return {
    reason: () => reason,
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      clearInterval(timer);
      await beat;
    },
  };
}
