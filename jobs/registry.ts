import { LockstepError } from '../src/model/errors.ts';
import type { RunKind } from '../src/model/stored-run.ts';
import { clusterJob } from './cluster.ts';
import type { RunJob } from './define-job.ts';
import { expireJob } from './expire.ts';
import { ingestJob } from './ingest.ts';
import { sweepJob } from './sweep.ts';

/** Every kind of run with its handler; what can be asked for is what stands here. */
export const JOBS = {
  sweep: sweepJob,
  cluster: clusterJob,
  ingest: ingestJob,
  expire: expireJob,
} as const;

export type JobKind = keyof typeof JOBS;
export type ParamsOf<Kind extends JobKind> = (typeof JOBS)[Kind] extends RunJob<Kind, infer Params> ? Params : never;

export function jobOf(kind: RunKind): Pick<RunJob<RunKind, unknown>, 'performStored'> {
  const job = Object.values(JOBS).find((one) => one.kind === kind);
  if (job === undefined) throw new LockstepError('internal', `No job does runs of the kind ${kind}.`);
  return job;
}
