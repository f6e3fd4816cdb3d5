import { LockstepError } from '../model/errors.ts';

/** What a flag gives as a whole number from 1 on. */
export function wholeNumber(flag: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new LockstepError('usage', `${flag} "${text}" must be a whole number from 1 on.`);
  return Number(text);
}
