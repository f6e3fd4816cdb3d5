import { LockstepError } from '../model/errors.ts';

/** What a queue tells of a handler that threw: the error itself stays in this process, for it may name accounts. */
export function sayFailed(
  job: { readonly name: string; readonly key: string },
  pauseMs: number,
  cause: unknown,
): LockstepError {
  const code = cause instanceof LockstepError ? cause.code : 'internal';
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LockstepError(
    code,
    `The job ${job.name} (${job.key}) failed and is handed out again in ${Math.ceil(pauseMs / 1000)} s: ${why}`,
    { cause },
  );
}
