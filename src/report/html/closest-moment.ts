import type { RasterFigure, RasterTick } from '../../model/findings.ts';

/** A short time in which the most accounts acted on one entity. */
export type Moment = { readonly entity: number; readonly accounts: number; readonly from: number; readonly to: number };

/** `spanOf(entity)`: how far apart actions on the entity may lie to count as together, in ms. `null` when fewer than three accounts ever met. */
export function closestMoment(figure: RasterFigure, spanOf: (entity: number) => number): Moment | null {
  let best: Moment | null = null;
  for (let entity = 0; entity < figure.entities.length; entity++) {
    const ticks = figure.ticks.filter(([, , of]) => of === entity).sort(([, a], [, b]) => a - b);
    const moment = densest(ticks, spanOf(entity), entity);
    if (moment.accounts > (best?.accounts ?? 2)) best = moment;
  }
  return best;
}

/** Two pointers over the sorted actions; `held` counts the window's actions of each account. */
function densest(ticks: readonly RasterTick[], span: number, entity: number): Moment {
  const held = new Map<number, number>();
  let best: Moment = { entity, accounts: 0, from: 0, to: 0 };
  let start = 0;
  for (const [account, at] of ticks) {
    held.set(account, (held.get(account) ?? 0) + 1);
    for (let first = ticks[start]; first !== undefined && at - first[1] > span; first = ticks[start]) {
      const left = (held.get(first[0]) ?? 0) - 1;
      if (left > 0) held.set(first[0], left);
      else held.delete(first[0]);
      start++;
    }
    if (held.size > best.accounts) best = { entity, accounts: held.size, from: ticks[start]?.[1] ?? at, to: at };
  }
  return best;
}
