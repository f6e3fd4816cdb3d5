import { readCsvRows } from '../../../src/report/read-csv-rows.ts';
import { canonicalAddress } from '../../../src/source/canonical-address.ts';
import { generateWorld } from '../../../src/source/generated/generate-world.ts';
import { writeCsvLabels, writeCsvRows } from '../../../src/source/generated/write-csv.ts';

export type Row = { readonly account: string; readonly layer: string; readonly entity: string; readonly at: string };
export type Label = {
  readonly label: string;
  readonly group: string;
  readonly kind: string;
  readonly circles: string[];
};

/** A world as its files tell it. */
export type ReadWorld = { readonly rows: readonly Row[]; readonly labels: ReadonlyMap<string, Label> };

export function readWorld(preset: string, options: { readonly seed: number; readonly edges?: number }): ReadWorld {
  const world = generateWorld(preset, options);
  const [, ...rows] = readCsvRows(writeCsvRows(world));
  const [, ...labels] = readCsvRows(writeCsvLabels(world));
  return {
    rows: rows.map(([account = '', layer = '', entity = '', at = '']) => ({ account, layer, entity, at })),
    labels: new Map(
      labels.map(([account = '', label = '', group = '', kind = '', circles = '']) => [
        account,
        { label, group, kind, circles: circles.split(' ').filter((id) => id !== '') },
      ]),
    ),
  };
}

/** Accounts by planted ring. */
export function ringsOf({ labels }: ReadWorld): ReadonlyMap<string, readonly string[]> {
  const planted = [...labels].filter(([, { group }]) => group !== '');
  return new Map(
    Array.from(
      Map.groupBy(planted, ([, { group }]) => group),
      ([ring, members]) => [ring, members.map(([account]) => account)],
    ),
  );
}

/** Accounts by innocent circle. */
export function circlesOf({ labels }: ReadWorld): ReadonlyMap<string, readonly string[]> {
  const circles = new Map<string, string[]>();
  for (const [account, label] of labels) {
    for (const circle of label.circles) circles.set(circle, [...(circles.get(circle) ?? []), account]);
  }
  return circles;
}

/** Entities of the layer by account; addresses in their canonical form. */
export function holdingsOf({ rows }: ReadWorld, layer: string): ReadonlyMap<string, ReadonlySet<string>> {
  const holdings = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.layer !== layer) continue;
    const entity = layer === 'ip' ? (canonical(row.entity) ?? `not an address: ${row.entity}`) : row.entity;
    const held = holdings.get(row.account);
    if (held === undefined) holdings.set(row.account, new Set([entity]));
    else held.add(entity);
  }
  return holdings;
}

export function canonical(address: string): string | null {
  const bytes = new TextEncoder().encode(address);
  return canonicalAddress(bytes, 0, bytes.length);
}

/** The middle one. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >>> 1] ?? Number.NaN;
}
