import { distance } from 'fastest-levenshtein';
import type { CanonicalColumn } from '../model/canonical-column.ts';
import { LockstepError } from '../model/errors.ts';
import { KNOWN_LAYER_TYPES } from '../model/layer.ts';
import type { WantedColumn } from './column-plan.ts';
import { parseAt } from './parse-at.ts';

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
/** Shorter numbers may be names, such as years. */
const SHORTEST_INSTANT = 9;
const HEADER_ADVICE =
  'its first line looks like data, so put one above it that names the columns, such as account,layer,entity,at';
const encoder = new TextEncoder();

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
  const plural = missing.length > 1 ? 'columns' : 'column';
  const free = present.filter((name) => !taken.includes(name));
  const advice = present.some(isInstant) ? HEADER_ADVICE : adviceForAll(missing, free);
  return new LockstepError('usage', `${file} has no ${plural} ${names}; it has ${there}: ${advice}.`);
}

/** Whether the name of a column is a time: then the file has no header. */
function isInstant(name: string): boolean {
  const bytes = encoder.encode(name);
  return bytes.length >= SHORTEST_INSTANT && parseAt(bytes, 0, bytes.length) >= 0;
}

function adviceForAll(missing: readonly WantedColumn[], free: string[]): string {
  const lacks = (canonical: CanonicalColumn) => missing.some((column) => column.canonical === canonical);
  const layers = lacks('layer') && lacks('entity') ? takeLayers(free) : [];
  if (layers.length === 0) return missing.map((column) => adviceFor(column, takeNearest(column, free))).join('; ');
  const others = missing.filter(({ canonical }) => canonical !== 'layer' && canonical !== 'entity');
  return [
    `write --layer-of ${shellWord(layers.join(','))} to read a layer from each of these columns`,
    ...others.map((column) => adviceFor(column, takeNearest(column, free))),
  ].join('; ');
}

/** Takes the columns that are named after known layers out of `free`, and returns them as `--layer-of` wants them. */
function takeLayers(free: string[]): readonly string[] {
  return [...KNOWN_LAYER_TYPES.keys()].flatMap((layer) => {
    const place = free.findIndex((name) => words(name).includes(layer));
    return place < 0 ? [] : [`${layer}=${free.splice(place, 1)[0]}`];
  });
}

/** A column that most likely is the wanted one under another name: spelled alike, holding its name, or usual elsewhere. */
export function likelyColumn({ name, canonical }: WantedColumn, free: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const same = free.find((other) => plain(other) === plain(name));
  const within = name.length > 2 ? free.find((other) => plain(other).includes(plain(name))) : undefined;
  const usual = OTHER_NAMES[canonical].map((word) => free.find((other) => words(other).includes(word)));
  return same ?? within ?? usual.find((other) => other !== undefined) ?? null;
}

function words(text: string): readonly string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/);
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
  const alike = free.filter((name) => distance(column.name, name) <= column.name.length / 2);
  const bySpelling = alike.sort((a, b) => distance(column.name, a) - distance(column.name, b));
  const nearest = likelyColumn(column, free) ?? bySpelling[0] ?? null;
  if (nearest !== null) free.splice(free.indexOf(nearest), 1);
  return nearest;
}

function quote(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return JSON.stringify(short);
}

/** As a shell reads it as one word. */
function shellWord(text: string): string {
  return /^[\w=.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
