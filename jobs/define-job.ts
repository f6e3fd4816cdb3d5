import type { z } from 'zod';
import { LockstepError } from '../src/model/errors.ts';
import type { Json, RunKind } from '../src/model/stored-run.ts';
import type { RunPorts } from './job-ports.ts';

/**
 * The work of one kind of run. `params` is what the case store keeps of it and is read back through; `perform` moves the run by
 * `store.cases.advanceRun` up to `emit`, can be called again for a run that an earlier life left in any state, and throws what
 * should happen: a `LockstepError` of code `unreachable` or an unknown error has the run tried again, any other fails it.
 */
type Definition<Kind extends RunKind, Params> = {
  readonly kind: Kind;
  readonly params: z.ZodType<Params>;
  readonly perform: (params: Params, ports: RunPorts) => Promise<void>;
};

export type RunJob<Kind extends RunKind, Params> = Definition<Kind, Params> & {
  /** The same for params as they come from the store. */
  readonly performStored: (params: Json, ports: RunPorts) => Promise<void>;
};

export function defineJob<const Kind extends RunKind, Params>(job: Definition<Kind, Params>): RunJob<Kind, Params> {
  return {
    ...job,
    performStored: async (params, ports) => {
      const parsed = job.params.safeParse(params);
      if (parsed.success) return await job.perform(parsed.data, ports);
      throw new LockstepError(
        'usage',
        `Run ${ports.run.id} was asked for with settings that this version does not know (${parsed.error.issues[0]?.path.join('.')}): ask for it again.`,
      );
    },
  };
}
