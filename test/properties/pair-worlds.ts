/** Actions of numbered accounts on numbered entities, ordinary and made to break a comparison, and the layer they make. */
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { buildLayer } from '../../src/detect/layer.ts';
import { DEFAULT_SETTINGS, type Layer } from '../../src/model/layer.ts';
import { makeColumns } from '../detect/make-columns.ts';
import { draws } from './small-world.ts';

export type Action = readonly [account: number, entity: number, at: number | null];

const START = Date.UTC(2026, 8, 1);
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Popular entities with bursts after their birth, busy and quiet accounts, some actions without a time. */
export function ordinaryWorld(seed: number, actions: number): Action[] {
  const next = draws(seed);
  const births = Array.from({ length: 2_000 }, () => START + Math.floor(next() * 20 * DAY));
  return Array.from({ length: actions }, (): Action => {
    const account = Math.floor(next() ** 2 * 900);
    const entity = Math.floor(next() ** 3 * births.length);
    const delay = -Math.log(1 - next()) * (next() < 0.5 ? 10 * MINUTE : DAY);
    // whole seconds, so that many times are equal
    const at = (births[entity] ?? START) + Math.round(delay / 1_000) * 1_000;
    return [account, entity, next() < 0.05 ? null : at];
  });
}

/**
 * An entity with 20,000 holders beside entities with two; one account on everything, so that entities are just at the cap and one
 * over it; rows that repeat; an account that comes back every minute; a crowd at one instant.
 */
export function hardWorld(cap: number): Action[] {
  const next = draws(11);
  const crowd = (entity: number, size: number, at: (i: number) => number | null): Action[] =>
    Array.from({ length: size }, (_, i): Action => [100 + i, entity, at(i)]);
  const duos = Array.from({ length: 600 }, (_, e): Action[] => {
    const at = START + e * MINUTE;
    return [
      [1 + (e % 7), 10 + e, at],
      [20 + (e % 5), 10 + e, at + (e % 90) * 1_000],
    ];
  }).flat();
  const rows = [
    ...crowd(0, 20_000, (i) => START + i * 1_000),
    ...crowd(1, cap - 1, (i) => START + Math.floor(next() * 3_600) * 1_000 + i),
    ...crowd(2, cap, () => START),
    ...crowd(3, Math.floor(cap / 2), () => START + DAY),
    ...duos,
    ...Array.from({ length: 610 }, (_, e): Action => [0, e, START + e * MINUTE]),
    ...Array.from({ length: 200 }, (_, i): Action => [1, 3, START + DAY - 100 * MINUTE + i * MINUTE]),
  ];
  return [...rows, ...rows.filter(() => next() < 0.1)];
}

/** As a sweep would build it. Ids are padded, so that the order of their bytes is that of the numbers. */
export function layerOf(actions: readonly Action[], cap: number): Layer {
  const name = (id: number) => String(id).padStart(6, '0');
  const rows = actions.map(([account, entity, at]) => ({
    account: name(account),
    layer: 'link',
    entity: name(entity),
    at,
  }));
  return buildLayer(canonicalEdges(makeColumns(rows)), 0, { ...DEFAULT_SETTINGS.action, cap }, 'made for a test');
}
