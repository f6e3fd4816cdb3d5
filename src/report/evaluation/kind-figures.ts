/** Who was found and who was accused, by kind: of planted rings the recall, of innocent circles the damage. */
import type { LabelledAccount, RunAccount } from './tables.ts';

export type RingKind = {
  readonly kind: string;
  readonly rings: number;
  readonly accounts: number;
  /** Rings of which at least half stand in one cluster, and rings of which at least half stand in the bands. */
  readonly ringsFound: number;
  readonly ringsHigh: number;
  readonly ringsFlagged: number;
  /** Share of the accounts in any cluster, in band high, in high or medium. */
  readonly clusteredShare: number;
  readonly highShare: number;
  readonly flaggedShare: number;
};

export type CircleKind = {
  readonly kind: string;
  /** Circles and genuine accounts of this kind; 0 circles for the crowd, which is in none. */
  readonly circles: number;
  readonly accounts: number;
  /** Genuine accounts in a cluster of band high or medium, and of band high. */
  readonly accountsFlagged: number;
  readonly accountsHigh: number;
  /** Circles that such clusters are blamed on: those that most of a cluster's genuine members share. */
  readonly circlesFlagged: number;
  readonly circlesHigh: number;
};

/** Kind of a genuine account that is in no circle. */
const CROWD = 'crowd';

/** Planted rings by kind. */
export function ringKinds(labels: readonly LabelledAccount[], run: ReadonlyMap<string, RunAccount>): RingKind[] {
  const byKind = Map.groupBy(
    labels.filter(({ label, group }) => label === 1 && group !== ''),
    ({ kind, group }) => (kind === '' ? kindOf(group) : kind),
  );
  return [...byKind].map(([kind, members]) => {
    const rings = [...Map.groupBy(members, ({ group }) => group).values()];
    const rows = (ring: readonly LabelledAccount[]) =>
      ring.flatMap(({ account }) => run.get(account) ?? []).filter(({ cluster }) => cluster !== '');
    const share = (of: readonly LabelledAccount[], isFit: (row: RunAccount) => boolean) =>
      rows(of).filter(isFit).length / of.length;
    const count = (isFit: (ring: readonly LabelledAccount[]) => boolean) => rings.filter(isFit).length;
    return {
      kind,
      rings: rings.length,
      accounts: members.length,
      ringsFound: count((ring) => largestShare(rows(ring)) * 2 >= ring.length),
      ringsHigh: count((ring) => share(ring, isHigh) >= 0.5),
      ringsFlagged: count((ring) => share(ring, isFlagged) >= 0.5),
      clusteredShare: share(members, () => true),
      highShare: share(members, isHigh),
      flaggedShare: share(members, isFlagged),
    };
  });
}

/** Innocent circles by kind, and the crowd. Empty for labels that know of no kinds. */
export function circleKinds(labels: readonly LabelledAccount[], run: ReadonlyMap<string, RunAccount>): CircleKind[] {
  const genuine = labels.filter(({ label, kind }) => label === 0 && kind !== '');
  const inKind = groupByMany(genuine, ({ circles }) => (circles.length === 0 ? [CROWD] : new Set(circles.map(kindOf))));
  const circles = new Map<string, number>();
  for (const account of genuine)
    for (const circle of account.circles) circles.set(circle, (circles.get(circle) ?? 0) + 1);
  const blamed = blameCircles(genuine, circles, run);
  const blamedHigh = blameCircles(genuine, circles, run, isHigh);
  return [...inKind]
    .map(([kind, accounts]) => {
      const rows = accounts.flatMap(({ account }) => run.get(account) ?? []);
      const ofKind = (ids: Iterable<string>) => [...ids].filter((id) => kindOf(id) === kind).length;
      return {
        kind,
        circles: ofKind(circles.keys()),
        accounts: accounts.length,
        accountsFlagged: rows.filter(isFlagged).length,
        accountsHigh: rows.filter(isHigh).length,
        circlesFlagged: ofKind(blamed),
        circlesHigh: ofKind(blamedHigh),
      };
    })
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** For each such cluster with two genuine members or more, the circle that most of them are in; of equals the smallest. */
function blameCircles(
  genuine: readonly LabelledAccount[],
  sizes: ReadonlyMap<string, number>,
  run: ReadonlyMap<string, RunAccount>,
  isFit = isFlagged,
): ReadonlySet<string> {
  const inCluster = groupByMany(genuine, ({ account }) => {
    const row = run.get(account);
    return row !== undefined && isFit(row) ? [row.cluster] : [];
  });
  const blamed = new Set<string>();
  for (const members of inCluster.values()) {
    const counts = groupByMany(members, ({ circles }) => circles);
    const [first] = [...counts]
      .filter(([, some]) => some.length >= 2)
      .sort(([a, as], [b, bs]) => bs.length - as.length || (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
    if (first !== undefined) blamed.add(first[0]);
  }
  return blamed;
}

export function isHigh({ cluster, band }: RunAccount): boolean {
  return cluster !== '' && band === 'high';
}

export function isFlagged({ cluster, band }: RunAccount): boolean {
  return cluster !== '' && band !== 'low';
}

/** `household` of `household-17`. */
function kindOf(id: string): string {
  return id.replace(/-\d+$/, '');
}

function largestShare(rows: readonly RunAccount[]): number {
  return [...Map.groupBy(rows, ({ cluster }) => cluster).values()].reduce(
    (most, some) => Math.max(most, some.length),
    0,
  );
}

function groupByMany<Item>(items: readonly Item[], keysOf: (item: Item) => Iterable<string>): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
