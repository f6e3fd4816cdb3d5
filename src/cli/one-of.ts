import { sayUnknown } from '../config/nearest.ts';
import { LockstepError } from '../model/errors.ts';

/** `word` as one of the known words, or an error that names the nearest. */
export function oneOf<Word extends string>(what: string, word: string, known: readonly Word[]): Word {
  const found = known.find((candidate) => candidate === word);
  if (found === undefined) throw new LockstepError('usage', sayUnknown(what, word, known));
  return found;
}
