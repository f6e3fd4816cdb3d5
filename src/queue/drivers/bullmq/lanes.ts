import { Queue } from 'bullmq';
import type { Lane } from '../../job-queue.ts';
import { nextSlot } from '../../next-slot.ts';
import type { Client } from '../redis/connect.ts';

export const LANES: readonly Lane[] = ['long', 'quick'];

/** One queue of BullMQ for each lane; the keys in Redis begin with `<prefix>:long:` and `<prefix>:quick:`. */
export type Lanes = { readonly [lane in Lane]: Queue };

/** Never given up, and gone without a trace when done, so that the same key may come again. */
export const JOB_OPTIONS = {
  attempts: 1_000_000_000,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

/** Slots as every driver of ours counts them. */
export const SLOT_STRATEGY = {
  repeatStrategy: (after: number, { pattern, tz }: { readonly pattern?: string; readonly tz?: string }) =>
    nextSlot(pattern ?? '', tz ?? 'UTC', after) ?? undefined,
};

export function createLanes(client: Client, prefix: string, onTrouble: (error: Error) => void): Lanes {
  const open = (lane: Lane): Queue => {
    const queue = new Queue(lane, {
      connection: client,
      prefix,
      defaultJobOptions: JOB_OPTIONS,
      settings: SLOT_STRATEGY,
      // Its only word at the start: a word lost with the connection would leave the queue unusable for good.
      skipVersionCheck: true,
    });
    queue.on('error', onTrouble);
    return queue;
  };
  return { long: open('long'), quick: open('quick') };
}
