/**
 * The identity of clusters through runs. A previous cluster goes on in a current one when they share half of the
 * members of either. The lineage id passes to the successor that took most of it; every other cluster starts its own,
 * under its cluster id, or, where an heir bears that already (a part that split off may be what the whole once began as),
 * under one that is made of it and of where it comes from. So no two clusters of a report share a lineage.
 */
import type { Hash } from '../model/ports.ts';
import type { LineageEvent } from '../model/report.ts';
import type { PreviousCluster } from '../model/run.ts';
import { compareText } from '../model/string-table.ts';

const encoder = new TextEncoder();

export type Lineage = {
  readonly lineageId: string;
  readonly event: LineageEvent;
  readonly previous: readonly string[];
  /** Dismissed until then by a reviewer, or `null`. */
  readonly snoozedUntil: string | null;
};

export type CurrentCluster = { readonly clusterId: string; readonly members: readonly string[] };

type Overlap = { readonly current: number; readonly previous: number; readonly shared: number };

export function traceLineage(
  currents: readonly CurrentCluster[],
  previous: readonly PreviousCluster[],
  hash: Hash,
): { readonly lineages: readonly Lineage[]; readonly gone: readonly PreviousCluster[] } {
  const overlaps = findOverlaps(currents, previous);
  const heirOf = heirs(overlaps, currents, previous);
  const successors = new Map<number, number>();
  for (const { previous: p } of overlaps) successors.set(p, (successors.get(p) ?? 0) + 1);
  const parentsOf = Map.groupBy(overlaps, (overlap) => overlap.current);
  const inherited = new Set([...heirOf.keys()].map((p) => previous[p]?.lineage_id));
  const lineages = currents.map((current, c): Lineage => {
    const parents = parentsOf.get(c) ?? [];
    const main = parents.find((overlap) => heirOf.get(overlap.previous) === c);
    const before = main === undefined ? undefined : previous[main.previous];
    const isSplit = parents.some((overlap) => (successors.get(overlap.previous) ?? 0) > 1);
    return {
      lineageId: before?.lineage_id ?? ownLineage(current.clusterId, inherited, hash),
      event: eventOf(current, parents, previous, isSplit),
      previous: parents.map((overlap) => previous[overlap.previous]?.cluster_id ?? '').sort(compareText),
      snoozedUntil: snoozeOf(parents, previous),
    };
  });
  const gone = previous.filter((cluster, p) => !cluster.dormant && !successors.has(p));
  return { lineages, gone };
}

function ownLineage(clusterId: string, inherited: ReadonlySet<string | undefined>, hash: Hash): string {
  let id = clusterId;
  while (inherited.has(id)) id = hash([encoder.encode(`split from ${id}`)]).slice(0, 16);
  return id;
}

function eventOf(
  current: CurrentCluster,
  parents: readonly Overlap[],
  previous: readonly PreviousCluster[],
  isSplit: boolean,
): LineageEvent {
  const [only] = parents;
  if (only === undefined) return 'new';
  if (parents.length > 1) return 'merged';
  if (isSplit) return 'split';
  const before = previous[only.previous];
  if (before === undefined) return 'new';
  if (before.dormant) return 'revived';
  if (only.shared === before.members.length && only.shared === current.members.length) return 'same';
  return current.members.length >= before.members.length ? 'grew' : 'shrank';
}

function snoozeOf(parents: readonly Overlap[], previous: readonly PreviousCluster[]): string | null {
  const untils = parents.flatMap((overlap) => previous[overlap.previous]?.snoozed_until ?? []);
  return untils.length === parents.length && untils.length > 0 ? (untils.sort(compareText).at(-1) ?? null) : null;
}

/** Pairs of a current and a previous cluster that share half of the members of either. */
function findOverlaps(currents: readonly CurrentCluster[], previous: readonly PreviousCluster[]): readonly Overlap[] {
  const homes = new Map<string, number[]>();
  previous.forEach((cluster, p) => {
    for (const member of cluster.members) {
      const known = homes.get(member);
      if (known === undefined) homes.set(member, [p]);
      else known.push(p);
    }
  });
  return currents.flatMap((current, c) => {
    const shared = new Map<number, number>();
    for (const member of current.members)
      for (const p of homes.get(member) ?? []) shared.set(p, (shared.get(p) ?? 0) + 1);
    return [...shared]
      .map(([p, count]): Overlap => ({ current: c, previous: p, shared: count }))
      .filter((o) => o.shared * 2 >= Math.min(current.members.length, previous[o.previous]?.members.length ?? 0))
      .sort((x, y) => x.previous - y.previous);
  });
}

/** For each previous cluster the current one that took most of its members; of equals the larger, then the first by id. */
function heirs(
  overlaps: readonly Overlap[],
  currents: readonly CurrentCluster[],
  previous: readonly PreviousCluster[],
): ReadonlyMap<number, number> {
  const claimed = new Map<number, number>();
  const given = new Set<number>();
  const idOf = (o: Overlap) => currents[o.current]?.clusterId ?? '';
  const byShare = [...overlaps].sort(
    (x, y) =>
      y.shared - x.shared ||
      compareText(idOf(x), idOf(y)) ||
      compareText(previous[x.previous]?.cluster_id ?? '', previous[y.previous]?.cluster_id ?? ''),
  );
  for (const overlap of byShare) {
    if (claimed.has(overlap.previous) || given.has(overlap.current)) continue;
    claimed.set(overlap.previous, overlap.current);
    given.add(overlap.current);
  }
  return claimed;
}
