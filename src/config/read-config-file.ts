import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { LockstepError } from '../model/errors.ts';

/** The keys of a YAML config file, unchecked. */
export function readConfigFile(path: string): { readonly [key: string]: unknown } {
  const document = parseDocument(readText(path), { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
    const reason = (error.message.split(/ at line |\n/)[0] ?? '').toLowerCase();
    throw new LockstepError('config', `The config file ${path} is not YAML at line ${line}, column ${col}: ${reason}.`);
  }
  // Aliases are counted, so that a few lines cannot unfold into gigabytes.
  const keys: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
  if (typeof keys !== 'object' || Array.isArray(keys)) {
    throw new LockstepError('config', `The config file ${path} must hold keys with values, such as "threads: 2".`);
  }
  return { ...keys };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LockstepError('config', `The config file ${path} cannot be read: check LOCKSTEP_CONFIG or --config.`, {
      cause,
    });
  }
}
