import { LockstepError } from '../model/errors.ts';

/** Imports what a driver needs only when it is asked for; a package that is missing is told as what it is. */
export async function loadDriver<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new LockstepError(
      'config',
      'The queue redis: needs a package that is not installed: run "npm ci" in the folder of Lockstep.',
      { cause },
    );
  }
}
