import type { Fence } from '../model/fence.ts';
import { checkFence } from './fencing.ts';
import { get, put, remove, type SnapshotPin, type Step, scan } from './record.ts';
import { keyOf } from './record-key.ts';

/** Who holds the snapshot of a run. The transaction that ends the run takes the pin away. */
export function pinOfRun(runId: string): string {
  return `run:${runId}`;
}

/** Keeps the snapshot at `latest` for the holder; a holder that has one already keeps it, and has it longer. */
export function* pin(holder: string, latest: number, until: number, fence: Fence | undefined): Step<number> {
  if (fence !== undefined) yield* checkFence(fence);
  const known = yield* get('pin', keyOf(holder));
  const seq = known?.seq ?? latest;
  yield* put('pin', keyOf(holder), { holder, seq, until });
  return seq;
}

export function* unpin(holder: string): Step<void> {
  yield* remove('pin', keyOf(holder));
}

/** Pins that still hold; those that have run out are removed. */
export function* livePins(now: number): Step<readonly SnapshotPin[]> {
  const pins = yield* scan('pin');
  yield* remove('pin', ...pins.filter(({ body }) => body.until <= now).map(({ key }) => key));
  return pins.map(({ body }) => body).filter((one) => one.until > now);
}
