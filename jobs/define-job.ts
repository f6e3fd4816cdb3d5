import type { z } from 'zod';
import type { RunKind } from '../src/model/stored-run.ts';
import type { RunPorts } from './job-ports.ts';

/**
 * The work of one kind of run. `params` is what the case store keeps of it and is read back through; `perform` moves the run by
 * `store.cases.advanceRun` up to `emit`, can be called again for a run that an earlier life left in any state, and throws what
 * should happen: a `LockstepError` of code `unreachable` or an unknown error has the run tried again, any other fails it.
 */
export type RunJob<Kind extends RunKind, Params> = {
  readonly kind: Kind;
  readonly params: z.ZodType<Params>;
  readonly perform: (params: Params, ports: RunPorts) => Promise<void>;
};

export function defineJob<const Kind extends RunKind, Params>(job: RunJob<Kind, Params>): RunJob<Kind, Params> {
  return job;
}
