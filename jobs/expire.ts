import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { LockstepError } from '../src/model/errors.ts';
import { runCompleted } from '../src/report/events/run-events.ts';
import { defineJob } from './define-job.ts';
import type { RunPorts } from './job-ports.ts';
import { createRunSteps } from './run-steps.ts';

/** Between two looks at whether the snapshots that are being read are done. */
const LOOK_EVERY_MS = 2_000;
/** After that long the run is tried again later, with a pause that grows. */
const PATIENCE_MS = 300_000;

export type ExpireParams = {
  /** Edges with a time before it go, ms since 1970. */
  readonly before: number;
};

export const expireParams: z.ZodType<ExpireParams> = z.object({ before: z.int() });

/** Retention: old edges leave the store, and old runs their files. Waits for snapshots that are being read. */
export const expireJob = defineJob({
  kind: 'expire',
  params: expireParams,
  perform: async ({ before }, ports) => {
    const { store, fence, runner, run, hash } = ports;
    await createRunSteps(ports).reach('loading');
    const removed = await expireWhenFree(before, ports);
    const folders = await runner.removeWritten(await oldRuns(before, ports));
    await store.cases.advanceRun(fence, 'emit', {
      result: { before, removed, folders },
      events: [runCompleted(run, null, hash)],
    });
  },
});

async function expireWhenFree(before: number, { store, now, signal }: RunPorts): Promise<number> {
  for (const end = now() + PATIENCE_MS; ; await sleep(LOOK_EVERY_MS, undefined, { signal })) {
    const { removed, waitsFor } = await store.edges.expire(before);
    if (waitsFor.length === 0) return removed;
    if (now() < end) continue;
    throw new LockstepError(
      'unreachable',
      `Old edges cannot be removed while ${waitsFor.join(', ')} read${waitsFor.length === 1 ? 's' : ''} a snapshot: it is tried again later.`,
    );
  }
}

/** Runs whose files are as old as the edges that go: their clusters stay on record, the ids in their files do not. */
async function oldRuns(before: number, { store }: RunPorts): Promise<readonly string[]> {
  const outs: string[] = [];
  for (let next: number | undefined; ; ) {
    const runs = await store.cases.listRuns({ limit: 200, ...(next === undefined ? {} : { before: next }) });
    for (const { finishedAt, result } of runs) {
      if (finishedAt === null || finishedAt >= before) continue;
      if (typeof result === 'object' && result !== null && 'out' in result) outs.push(String(result['out']));
    }
    const last = runs.at(-1);
    if (last === undefined || runs.length < 200) return outs;
    next = last.number;
  }
}
