/**
 * The lockstep raster: when each member acted, coloured by what they acted on together, and the same for as many
 * ordinary accounts that were about as active in the same hours.
 */
import type { Cluster } from '../model/cluster.ts';
import type { RasterFigure, RasterTick } from '../model/findings.ts';
import type { Layer } from '../model/layer.ts';
import { stringAt } from '../model/string-table.ts';
import type { EvidenceSources } from './evidence.ts';
import { countBefore, type OrdinaryAccount } from './ordinary-accounts.ts';

const MOST_ROWS = 60;
const MOST_TICKS = 1_500;
const COLOURED_ENTITIES = 10;
const HOUR_MS = 3_600_000;
/** Windows to choose from when all actions are too many to see, longest first. */
const WINDOWS_MS = [30 * 24, 7 * 24, 24, 6, 1].map((hours) => hours * HOUR_MS);

type Window = { readonly from: number; readonly to: number };

type Action = { readonly row: number; readonly at: number; readonly layer: number; readonly entity: number };

export function drawRasters(
  cluster: Cluster,
  sources: EvidenceSources,
  ordinary: readonly OrdinaryAccount[],
): { readonly members: RasterFigure; readonly organic: RasterFigure | null } | null {
  const rows = Array.from(cluster.members.keys())
    .sort(
      (x, y) =>
        cellAt(cluster, x) - cellAt(cluster, y) ||
        (cluster.strength[y] as number) - (cluster.strength[x] as number) ||
        x - y,
    )
    .slice(0, MOST_ROWS)
    .map((member) => cluster.members[member] as number);
  const actions = actionsOf(rows, sources.layers);
  if (actions.length < 2) return null;
  const binding = bindingEntities(cluster);
  const together = actions.filter((action) => binding.all.has(keyOf(action)));
  const window = busiestWindow(
    (together.length > 1 ? together : actions).map((action) => action.at).sort((x, y) => x - y),
  );
  const members = figureOf(rows, actions, binding.first, window, sources);
  const own = new Set(cluster.members);
  const others = ordinary.filter(({ account }) => !own.has(account));
  const peers = chooseOrdinary(members.ticks_total, rows.length, window, others);
  const organic =
    peers.length === 0 ? null : figureOf(peers, actionsOf(peers, sources.layers), binding.first, window, sources);
  return { members, organic };
}

function cellAt(cluster: Cluster, member: number): number {
  return cluster.cell[member] as number;
}

function actionsOf(accounts: readonly number[], layers: readonly Layer[]): readonly Action[] {
  const actions: Action[] = [];
  layers.forEach((layer, l) => {
    if (layer.at.length === 0) return;
    accounts.forEach((account, row) => {
      const to = layer.accountOffsets[account + 1] as number;
      for (let i = layer.accountOffsets[account] as number; i < to; i++) {
        const cell = layer.accountCells[i] as number;
        const end = layer.cellOffsets[cell + 1] as number;
        for (let t = layer.cellOffsets[cell] as number; t < end; t++) {
          actions.push({ row, at: layer.at[t] as number, layer: l, entity: layer.accountEntities[i] as number });
        }
      }
    });
  });
  return actions;
}

function keyOf({ layer, entity }: { readonly layer: number; readonly entity: number }): number {
  return entity * 65_536 + layer;
}

function bindingEntities({ shared }: Cluster): {
  readonly all: ReadonlySet<number>;
  readonly first: readonly { layer: number; entity: number }[];
} {
  const rows = Array.from({ length: shared.length }, (_, s) => ({
    layer: shared.layer[s] as number,
    entity: shared.entity[s] as number,
    inside: shared.inside[s] as number,
  }));
  const all = new Set(rows.map(keyOf));
  rows.sort((x, y) => y.inside - x.inside || x.layer - y.layer || x.entity - y.entity);
  return { all, first: rows.slice(0, COLOURED_ENTITIES) };
}

/** The whole time when it can be seen at once, else the window, of the longest that can, in which the most happens. */
function busiestWindow(times: readonly number[]): Window {
  const whole = { from: times[0] as number, to: times.at(-1) as number };
  if (times.length <= MOST_TICKS) return whole;
  for (const length of WINDOWS_MS) {
    const densest = densestWindow(times, length);
    if (densest.count <= MOST_TICKS || length === HOUR_MS) return { from: densest.from, to: densest.from + length };
  }
  return whole;
}

function densestWindow(times: readonly number[], length: number): { readonly from: number; readonly count: number } {
  let best = { from: times[0] as number, count: 0 };
  let end = 0;
  times.forEach((from, start) => {
    while (end < times.length && (times[end] as number) <= from + length) end++;
    if (end - start > best.count) best = { from, count: end - start };
  });
  return best;
}

function figureOf(
  accounts: readonly number[],
  actions: readonly Action[],
  coloured: readonly { readonly layer: number; readonly entity: number }[],
  window: Window,
  sources: EvidenceSources,
): RasterFigure {
  const colourOf = new Map(coloured.map((entity, i) => [keyOf(entity), i]));
  const inWindow = actions.filter((action) => action.at >= window.from && action.at <= window.to);
  const ticks = inWindow
    .map((action): RasterTick => [action.row, action.at, colourOf.get(keyOf(action)) ?? -1])
    .sort((x, y) => Number(x[2] < 0) - Number(y[2] < 0) || x[1] - y[1] || x[0] - y[0] || x[2] - y[2])
    .slice(0, MOST_TICKS);
  const nameOf = ({ layer, entity }: { readonly layer: number; readonly entity: number }) =>
    stringAt(sources.entities, sources.layers[layer]?.entityIds[entity] ?? 0);
  return {
    accounts: accounts.map((account) => stringAt(sources.accounts, account)),
    entities: coloured.map(nameOf),
    layers: coloured.map(({ layer }) => sources.layers[layer]?.name ?? ''),
    ticks,
    from: window.from,
    to: window.to,
    ticks_total: actions.length,
  };
}

/** Of the ordinary accounts those whose number of actions in the window comes nearest to the members'. */
function chooseOrdinary(
  memberTicks: number,
  rows: number,
  { from, to }: Window,
  ordinary: readonly OrdinaryAccount[],
): readonly number[] {
  const wanted = memberTicks / rows;
  return ordinary
    .map(({ account, at }) => [account, countBefore(at, to + 1) - countBefore(at, from)] as const)
    .filter(([, count]) => count > 0)
    .sort((x, y) => Math.abs(x[1] - wanted) - Math.abs(y[1] - wanted) || x[0] - y[0])
    .slice(0, rows)
    .map(([account]) => account);
}
