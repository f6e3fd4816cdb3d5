import type { StoredRun } from '../model/stored-run.ts';
import type { JobQueue } from '../queue/job-queue.ts';

/** Names the wake-up call of one life of a run: the same one again adds nothing. */
export function keyOfRun({ id, epoch }: Pick<StoredRun, 'id' | 'epoch'>): string {
  return `${id}.${epoch}`;
}

export async function wakeRun(queue: Pick<JobQueue, 'add'>, run: StoredRun): Promise<void> {
  const { id: runId, epoch, kind: name, priority } = run;
  await queue.add({ name, key: keyOfRun(run), payload: { runId, epoch }, priority, lane: 'long' });
}
