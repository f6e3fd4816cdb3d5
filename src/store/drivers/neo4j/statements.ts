import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LockstepError } from '../../../model/errors.ts';
import { OBSERVED, typeNamed } from './relationship-types.ts';

/** A statement of `cypher/`: its text, and the parameters that its header names. */
export type Statement = { readonly name: string; readonly text: string; readonly params: readonly string[] };

/** Sources stand four folders below the top, what `npm run build` makes of them five. */
const FOLDER = ['../../../../cypher/', '../../../../../cypher/']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(url));

const known = new Map<string, Statement>();

/**
 * The statement of a file, `edges/put-edges` say. For `type`, from the closed list only, its relationship type `OBSERVED` is
 * exchanged: servers before 5.26 take no parameter there. Nothing else is ever put into a statement's text.
 */
export function statement(name: string, type: string = OBSERVED): Statement {
  const key = `${name}:${type}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (typeNamed(type) === undefined)
    throw new LockstepError('internal', `${type} is no relationship type of Lockstep's.`);
  const file = new URL(`${name}.cypher`, folder());
  const text = readFileSync(file, 'utf8').replaceAll(`:${OBSERVED}`, `:${type}`);
  const read: Statement = { name, text, params: paramsOf(text) };
  known.set(key, read);
  return read;
}

/** Names of the schema's steps, in their order. */
export function schemaSteps(): readonly string[] {
  return readdirSync(fileURLToPath(new URL('schema/', folder())))
    .filter((file) => file.endsWith('.cypher'))
    .map((file) => file.slice(0, -'.cypher'.length))
    .sort();
}

function folder(): URL {
  if (FOLDER === undefined) {
    throw new LockstepError('internal', 'The folder cypher/ of Lockstep is missing: install Lockstep again.');
  }
  return FOLDER;
}

/** `// Params: a, b (what b is), c` → a, b, c. */
export function paramsOf(text: string): readonly string[] {
  const line = /^\/\/ Params: (.*)$/m.exec(text)?.[1] ?? '';
  if (line === 'none') return [];
  return line
    .replaceAll(/\([^)]*\)/g, '')
    .split(',')
    .map((name) => name.trim());
}
