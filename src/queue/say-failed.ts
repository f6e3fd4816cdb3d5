import { LockstepError } from '../model/errors.ts';

/** What a queue tells of a handler that threw. The message of an error that is not ours may hold an account: it is not repeated. */
export function sayFailed(
  job: { readonly name: string; readonly key: string },
  pauseMs: number,
  cause: unknown,
): LockstepError {
  const code = cause instanceof LockstepError ? cause.code : 'internal';
  const why = cause instanceof LockstepError ? cause.message : 'something went wrong inside.';
  return new LockstepError(
    code,
    `The job ${job.name} (${job.key}) failed and is handed out again in ${Math.ceil(pauseMs / 1000)} s: ${why}`,
    { cause },
  );
}
