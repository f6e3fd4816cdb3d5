/** Pairs of accounts that act on entities together, within spans, with the surprise of all their gaps. */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import { joinPairs } from './pair-list.ts';
import { shareFor } from './pair-memory.ts';
import { openWork, splitWork, type Work } from './pair-ranges.ts';
import { orderByTime, timeOf } from './time-order.ts';
import { type TimedInput, timedKernel } from './timed-kernel.ts';

export type TimedOptions = {
  /** Two actions this far apart, ms, count as together; those within `widestMs` make the pair. */
  readonly narrowMs: number;
  readonly widestMs: number;
  /** Entities on which two accounts must have acted within the widest span. */
  readonly minShared: number;
  /** Population above which an entity makes no pairs. */
  readonly cap: number;
  /** Others within the widest span of an action above which it makes no pairs on its entity. */
  readonly burstCap: number;
  /** Rate of each entity's innocent crowd, 1 / ms, and the resolution of the layer's clock, ms. */
  readonly rates: Float64Array;
  readonly clockMs: number;
};

/** Pair `i` joins `a[i] < b[i]`, sorted. */
export type TimedPairs = {
  readonly accountCount: number;
  readonly length: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** Entities on which the two acted within the narrow span, and within the widest. */
  readonly within: Float64Array;
  readonly withinWidest: Float64Array;
  /** Entities on which both acted at all, and the added surprise of the gaps, nats. */
  readonly shared: Float64Array;
  readonly timing: Float64Array;
  /** Mean gap of those within the widest span, ms. */
  readonly meanGapMs: Float64Array;
  /** Actions that were left out because of their burst. */
  readonly inBursts: number;
};

/** `layer` has one time a cell (`firstActions`): an account's repeats on an entity count once. */
export async function compareTimed(layer: Layer, options: TimedOptions, parallel: Parallel): Promise<TimedPairs> {
  const order = orderByTime(layer, options.cap, options.widestMs, options.burstCap);
  const times = new Float64Array(layer.entityAccounts.length);
  for (let cell = 0; cell < times.length; cell++) times[cell] = timeOf(layer, cell);
  const whole = shareFor(parallel.threads, {
    minShared: options.minShared,
    narrowMs: options.narrowMs,
    widestMs: options.widestMs,
    clockMs: options.clockMs,
    accountCount: layer.accountCount,
    entityCount: layer.entityCount,
    entityAccounts: layer.entityAccounts,
    accountOffsets: layer.accountOffsets,
    accountEntities: layer.accountEntities,
    accountCells: layer.accountCells,
    times,
    timeCells: order.cells,
    timeOffsets: order.offsets,
    placeOf: order.placeOf,
    isLeftOut: order.isLeftOut,
    rates: options.rates,
  });
  const ranges = splitWork(workOf(layer), layer.accountCount, parallel.threads);
  const inputs = ranges.map((range): TimedInput => ({ ...whole, ...range }));
  const { length, a, b, columns } = joinPairs(await parallel.run(timedKernel, inputs));
  const column = (c: number) => columns[c] ?? new Float64Array(0);
  const withinWidest = column(1);
  return {
    accountCount: layer.accountCount,
    length,
    a,
    b,
    within: column(0),
    withinWidest,
    shared: column(2),
    timing: column(3),
    meanGapMs: column(4).map((gaps, i) => gaps / (withinWidest[i] as number)),
    inBursts: order.inBursts,
  };
}

/** An account's work is about what it holds. */
function workOf(layer: Layer): Work {
  const work = openWork(layer.accountCount);
  for (let account = 0; account < layer.accountCount; account++) {
    const held = (layer.accountOffsets[account + 1] as number) - (layer.accountOffsets[account] as number);
    const block = account >>> work.shift;
    work.blocks[block] = (work.blocks[block] as number) + held;
  }
  return work;
}
