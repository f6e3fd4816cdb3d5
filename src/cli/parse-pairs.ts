import { sayUnknown } from '../config/nearest.ts';
import { LockstepError } from '../model/errors.ts';

/** `a=b,c=d`, given once or several times, as pairs; `known` names what may stand on the left. */
export function parsePairs(
  flag: string,
  texts: readonly string[],
  known?: readonly string[],
): readonly (readonly [string, string])[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals <= 0)
        throw new LockstepError(
          'usage',
          `${flag} "${part}" must be name=value, such as ${known?.[0] ?? 'device'}=column.`,
        );
      const name = part.slice(0, equals).trim();
      if (known !== undefined && !known.includes(name)) {
        throw new LockstepError('usage', `${flag}: ${sayUnknown('column', name, known)}`);
      }
      return [name, part.slice(equals + 1)] as const;
    });
}
