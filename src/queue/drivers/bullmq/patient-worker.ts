import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';

/** Rest after a call of a worker that failed; BullMQ takes 15 s by itself when the connection was lost, and none otherwise. */
export const AFTER_LOSS_MS = 1_000;

type Processed = ReturnType<Worker['processJob']>;

/**
 * A worker of BullMQ's that asks a server that answers with an error again only after a rest: by itself it asks thousands of times a
 * second. It tells when the server has answered, and knows which of its jobs are not over.
 */
export class PatientWorker extends Worker {
  onAnswer = (): void => undefined;
  /** Jobs that are worked on, or of which the server is yet to note how they ended. */
  readonly unsettled = new Set<Processed>();

  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      const job = await super.moveToActive(token, name);
      this.onAnswer();
      return job;
    } catch (error) {
      if (this.closing === undefined) await sleep(AFTER_LOSS_MS);
      throw error;
    }
  }

  override processJob(...args: Parameters<Worker['processJob']>): Processed {
    const processed = super.processJob(...args);
    this.unsettled.add(processed);
    const settled = (): void => void this.unsettled.delete(processed);
    processed.then(settled, settled);
    return processed;
  }
}
