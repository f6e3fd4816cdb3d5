import { readFileSync } from 'node:fs';
import { LockstepError } from '../model/errors.ts';

/** A value that shows itself only when asked: it is absent from what JSON, a log or an error makes of its owner. */
export type Secret = { readonly reveal: () => string };

export function keepSecret(text: string): Secret {
  return Object.freeze({ reveal: () => text });
}

/** A secret in a file, read anew each time it is asked for: one that is exchanged while we run is the new one from then on. */
export function readSecretLater(path: string, namedBy: string): Secret {
  return Object.freeze({ reveal: () => readSecretFile(path, namedBy) });
}

/** What the file holds without the white space around it. */
export function readSecretFile(path: string, namedBy: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new LockstepError('config', `The secret file ${path}, named by ${namedBy}, cannot be read.`, { cause });
  }
}
