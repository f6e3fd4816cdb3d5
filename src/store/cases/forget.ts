import { rememberForgotten } from '../forgotten.ts';
import { putAll, type RecordKind, type RecordRow, remove, type Step, scan } from '../record.ts';
import { addAudit } from './audit.ts';
import { changeTexts } from './our-words.ts';
import { withoutAccounts } from './without-accounts.ts';

/** What stands where an erased account stood. */
export const ERASED = '[erased]';

/** Kinds whose bodies may name an account. The audit chain names none, by rule, so it stays whole. */
export const NAMING: readonly RecordKind[] = ['run', 'lineage', 'decision', 'dismissal', 'event', 'schedule'];

/**
 * Takes an account out of clusters, and puts `[erased]` in the place of its id wherever else it stands as a text of its own or
 * as a word of a sentence. Counts stay: the report that was emitted had that many members.
 */
export function* forgetAccount(id: string, actor: string, reason: string | null, now: number): Step<number> {
  const naming = yield* findNaming(id);
  yield* putAll(naming.rows);
  yield* remove('allowance', ...naming.allowances);
  const records = naming.rows.length + naming.allowances.length;
  const digest = yield* rememberForgotten(id, now);
  yield* addAudit({ actor, action: 'account.forgotten', subject: digest, detail: { records, reason } }, now);
  return records;
}

/** Records that `forgetAccount` would change or remove. */
export function* countNaming(id: string): Step<number> {
  const { rows, allowances } = yield* findNaming(id);
  return rows.length + allowances.length;
}

type Naming = {
  /** Records that name the account, without it. */
  readonly rows: readonly RecordRow[];
  /** Keys of its allowances. */
  readonly allowances: readonly string[];
};

function* findNaming(id: string): Step<Naming> {
  const rows: RecordRow[] = [];
  for (const kind of NAMING) {
    for (const { key, body } of yield* scan(kind)) {
      const text = JSON.stringify(body);
      const erased = JSON.stringify(erase(body, id));
      if (erased !== text) rows.push({ kind, key, body: erased });
    }
  }
  for (const { key, body } of yield* scan('cluster')) {
    const erased = JSON.stringify(erase({ ...body, cluster: withoutAccounts(body.cluster, (one) => one === id) }, id));
    if (erased !== JSON.stringify(body)) rows.push({ kind: 'cluster', key, body: erased });
  }
  const allowances = (yield* scan('allowance')).filter(({ body }) => body.kind === 'account' && body.id === id);
  return { rows, allowances: allowances.map(({ key }) => key) };
}

/** The body without the account's id, as a text of its own or between characters that no id is made of; a record keeps its own id. */
function erase<Body extends object>(body: Body, id: string): unknown {
  const erased = changeTexts(body, (text) => eraseInText(text, id)) as Body;
  return 'id' in body ? { ...erased, id: body.id } : erased;
}

/** A shorter id, "12" say, is not told from a count in a sentence, and our sentences name ids only where they stand alone. */
const SHORTEST_WORD = 6;
const ID_CHARACTER = /[\p{L}\p{N}_-]/u;

function eraseInText(text: string, id: string): string {
  if (text === id) return ERASED;
  if (id.length < SHORTEST_WORD) return text;
  let result = text;
  let from = result.indexOf(id);
  while (from >= 0) {
    const before = result.slice(0, from).at(-1) ?? ' ';
    const after = result.at(from + id.length) ?? ' ';
    const isWord = !ID_CHARACTER.test(before) && !ID_CHARACTER.test(after);
    if (isWord) result = result.slice(0, from) + ERASED + result.slice(from + id.length);
    from = result.indexOf(id, from + (isWord ? ERASED.length : 1));
  }
  return result;
}
