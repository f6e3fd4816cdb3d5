import { userInfo } from 'node:os';
import { LockstepError } from '../model/errors.ts';

/** Who acts: the name given to `flag`, or that of the user of the operating system. */
export function userName(flag: string, given: string | undefined): string {
  if (given !== undefined && given.trim() !== '') return given;
  if (given !== undefined) throw new LockstepError('usage', `${flag} is empty: say who you are.`);
  try {
    return userInfo().username;
  } catch (cause) {
    throw new LockstepError('usage', `The operating system has no name for this user: say who you are with ${flag}.`, {
      cause,
    });
  }
}
