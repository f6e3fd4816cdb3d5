import { LockstepError } from '../model/errors.ts';

/** Imports a driver when it is asked for; one whose package is missing names the fix. */
export async function loadDriver<T>(driver: () => Promise<T>, name: string): Promise<T> {
  try {
    return await driver();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new LockstepError(
      'config',
      `The store ${name} needs a package that is not installed: run "npm ci" in the folder of Lockstep.`,
      { cause },
    );
  }
}
