import { stringAt } from '../../../model/string-table.ts';
import { NAMING } from '../../cases/forget.ts';
import { digestForgotten } from '../../forgotten.ts';
import { get, put, type RecordKind, type Step, scan } from '../../record.ts';
import { runStep } from '../../run-step.ts';
import { type Database, openAsIs, openDatabase } from './database.ts';
import { hasLedger } from './migrate.ts';
import { createNames } from './names.ts';
import { createRecords } from './records.ts';

/**
 * Puts the list of those whom `old` has erased into `fresh`, so that none of them is taken in there again, and returns those whom
 * `fresh` still names. `null` when `fresh` keeps its own list under another key: then nobody can tell.
 */
export function carryErasures(old: string, fresh: string): readonly string[] | null {
  const erased = readErased(old);
  if (erased === null || erased.digests.size === 0) return [];
  const db = openDatabase(fresh);
  try {
    const carry = () => runStep(addErased(erased), createRecords(db));
    if (!db.write(carry)) return null;
    return db.read(() => [...namesIn(db)].filter((name) => erased.digests.has(digestForgotten(erased.key, name))));
  } finally {
    db.close();
  }
}

type Erased = { readonly key: string; readonly digests: ReadonlyMap<string, number> };

function readErased(path: string): Erased | null {
  const db = openAsIs(path);
  try {
    return hasLedger(db) ? db.read(() => runStep(listErased(), createRecords(db))) : null;
  } catch {
    // A file that is ruined tells of nobody.
    return null;
  } finally {
    db.close();
  }
}

function* listErased(): Step<Erased | null> {
  const key = yield* get('meta', 'forgotten-key');
  if (key === null) return null;
  const rows = yield* scan('forgotten');
  return { key: key.value, digests: new Map(rows.map((row) => [row.key, row.body.at])) };
}

function* addErased({ key, digests }: Erased): Step<boolean> {
  const known = yield* get('meta', 'forgotten-key');
  if (known !== null && known.value !== key) return false;
  yield* put('meta', 'forgotten-key', { value: key });
  for (const [digest, at] of digests) yield* put('forgotten', digest, { at });
  return true;
}

/** Every text that may be the id of an account. */
function namesIn(db: Database): ReadonlySet<string> {
  const found = new Set<string>();
  const names = createNames(db);
  names.catchUp();
  for (const pool of ['account', 'entity'] as const) {
    const table = names.pool(pool).table();
    for (let i = 0; i < table.size; i++) found.add(stringAt(table, i));
  }
  const kinds: readonly RecordKind[] = [...NAMING, 'cluster', 'allowance'];
  for (const kind of kinds) {
    for (const row of db.each('SELECT body FROM record WHERE kind = ?', kind)) {
      addTexts(JSON.parse(String(row['body'])), found);
    }
  }
  return found;
}

function addTexts(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) addTexts(item, found);
}
