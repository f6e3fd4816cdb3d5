/** Pairs of accounts that act on entities together, within two spans, and how often chance would make them. */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import { chanceTogether } from './chance-together.ts';
import { joinPairs } from './pair-list.ts';
import { shareFor } from './pair-memory.ts';
import { openWork, splitWork, type Work } from './pair-ranges.ts';
import { orderByTime, timeOf } from './time-order.ts';
import { type TimedInput, timedKernel } from './timed-kernel.ts';

export type TimedOptions = {
  /** Two actions at most this far apart, ms, count as together; those within the wide span make the pair. */
  readonly narrowMs: number;
  readonly wideMs: number;
  /** Entities on which two accounts must have acted within the wide span. */
  readonly minShared: number;
  /** Population above which an entity makes no pairs. */
  readonly cap: number;
  /** Others within the wide span of an action above which it makes no pairs on its entity. */
  readonly burstCap: number;
  /** Resolution of the layer's clock, ms: two equal times may be this far apart. */
  readonly clockMs: number;
};

/** Pair `i` joins `a[i] < b[i]`, sorted. All columns count entities, each once. */
export type TimedPairs = {
  readonly accountCount: number;
  readonly length: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly narrow: Float64Array;
  readonly wide: Float64Array;
  /** On which both acted at all. */
  readonly shared: Float64Array;
  /** On which chance would put them within the span. */
  readonly narrowExpected: Float64Array;
  readonly wideExpected: Float64Array;
  /** Mean gap of those within the wide span, ms. */
  readonly meanGapMs: Float64Array;
  /** Actions that were left out because of their burst. */
  readonly inBursts: number;
};

/** `layer` has one time a cell (`firstActions`): an account's repeats on an entity count once. */
export async function compareTimed(layer: Layer, options: TimedOptions, parallel: Parallel): Promise<TimedPairs> {
  const { narrowMs, wideMs, minShared, clockMs } = options;
  const order = orderByTime(layer, options.cap, wideMs, options.burstCap);
  const [narrowChance = new Float64Array(0), wideChance = new Float64Array(0)] = chanceTogether(
    layer,
    [narrowMs, wideMs],
    clockMs,
  );
  const times = new Float64Array(layer.entityAccounts.length);
  for (let cell = 0; cell < times.length; cell++) times[cell] = timeOf(layer, cell);
  const whole = shareFor(parallel.threads, {
    minShared,
    narrowMs,
    wideMs,
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
    narrowChance,
    wideChance,
  });
  const ranges = splitWork(workOf(layer), layer.accountCount, parallel.threads);
  const inputs = ranges.map((range): TimedInput => ({ ...whole, ...range }));
  const { length, a, b, columns } = joinPairs(await parallel.run(timedKernel, inputs));
  const column = (c: number) => columns[c] ?? new Float64Array(0);
  const wide = column(1);
  return {
    accountCount: layer.accountCount,
    length,
    a,
    b,
    narrow: column(0),
    wide,
    shared: column(2),
    narrowExpected: column(3),
    wideExpected: column(4),
    meanGapMs: column(5).map((gaps, i) => gaps / (wide[i] as number)),
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
