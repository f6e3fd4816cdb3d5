import { distance } from 'fastest-levenshtein';
import type { CanonicalColumn } from '../model/canonical-column.ts';
import { LockstepError } from '../model/errors.ts';
import type { WantedColumn } from './column-plan.ts';

/** Names that others give to our columns; the first that a file has is proposed before the nearest by spelling. */
const OTHER_NAMES: { readonly [canonical in CanonicalColumn]: readonly string[] } = {
  account: ['user', 'actor', 'author', 'src', 'from', 'member', 'profile', 'screen_name'],
  layer: ['type', 'kind', 'relation', 'channel', 'label'],
  entity: ['object', 'target', 'item', 'device', 'ip', 'url', 'to', 'dst', 'value'],
  at: ['time', 'timestamp', 'ts', 'date', 'datetime', 'created', 'when', 'seen'],
  event: ['post', 'id', 'tweet', 'message'],
  weight: ['count', 'amount', 'value'],
  source: ['origin', 'system', 'platform'],
};
const MOST_NAMED = 30;

/** The error for columns that a file lacks: which, what it has instead, and the flag that puts it right. */
export function missingColumnsError(
  file: string,
  missing: readonly WantedColumn[],
  present: readonly string[],
  taken: readonly string[],
): LockstepError {
  const names = missing.map((column) => quote(column.name)).join(' and ');
  const few = present.slice(0, MOST_NAMED).map(quote).join(', ');
  const there = present.length > MOST_NAMED ? `${few} and ${present.length - MOST_NAMED} more` : few;
  const free = present.filter((name) => !taken.includes(name));
  const advice = missing.map((column) => adviceFor(column, takeNearest(column, free))).join('; ');
  const separator = separatorIn(present);
  const hint = separator === null ? '' : ` Its fields look separated by ${separator}: write it with commas.`;
  const plural = missing.length > 1 ? 'columns' : 'column';
  return new LockstepError('usage', `${file} has no ${plural} ${names}; it has ${there}: ${advice}.${hint}`);
}

/** A column that most likely is the wanted one under another name: spelled alike, holding its name, or usual elsewhere. */
export function likelyColumn({ name, canonical }: WantedColumn, free: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const words = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);
  const same = free.find((other) => plain(other) === plain(name));
  const within = name.length > 2 ? free.find((other) => plain(other).includes(plain(name))) : undefined;
  const usual = OTHER_NAMES[canonical].map((word) => free.find((other) => words(other).includes(word)));
  return same ?? within ?? usual.find((other) => other !== undefined) ?? null;
}

function adviceFor({ canonical }: WantedColumn, nearest: string | null): string {
  const rename = `write --map ${shellWord(`${canonical}=${nearest ?? 'NAME'}`)}`;
  const named = nearest === null ? rename : `the nearest is ${quote(nearest)}, so ${rename}`;
  if (canonical === 'at') return `${named}, or --set at= when there are no times`;
  if (canonical === 'layer') return `${named}, or --set layer=NAME when all rows are of one layer`;
  return named;
}

/** Takes it out of `free`, so that no two columns are told to use the same. */
function takeNearest(column: WantedColumn, free: string[]): string | null {
  const bySpelling = [...free].sort((a, b) => distance(column.name, a) - distance(column.name, b));
  const nearest = likelyColumn(column, free) ?? bySpelling[0] ?? null;
  if (nearest !== null) free.splice(free.indexOf(nearest), 1);
  return nearest;
}

function separatorIn(present: readonly string[]): string | null {
  if (present.length > 1) return null;
  const [only = ''] = present;
  if (only.includes('\t')) return 'tabs';
  if (only.includes(';')) return 'semicolons';
  return only.includes('|') ? 'bars' : null;
}

function quote(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return JSON.stringify(short);
}

/** As a shell reads it as one word. */
function shellWord(text: string): string {
  return /^[\w=.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
