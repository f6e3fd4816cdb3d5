/** Pairs of accounts that acted on the same entities within a span of each other. */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import { type Burst, type CloseColumns, closeActions, createCloseColumns } from './pair-close.ts';
import { joinChunks, joinPairRows } from './pair-columns.ts';
import { shareFor } from './pair-memory.ts';
import { addWork, openWork, splitWork } from './pair-ranges.ts';
import { calendarOf, createTogetherColumns, type TogetherColumns } from './pair-tally.ts';
import { togetherRows } from './pair-together.ts';

export type TogetherOptions = {
  /** Two actions at most this far apart, ms, count as together; those within the wide span make the pair. */
  readonly narrowMs: number;
  readonly wideMs: number;
  /** Entities on which two accounts must have acted within the wide span, 1 or more. */
  readonly minShared: number;
  /** Population above which an entity makes no pairs. */
  readonly cap: number;
  /** Others on its entity within the wide span above which an action makes no pairs. */
  readonly burstCap: number;
};

/** Pair `i` joins `a[i] < b[i]`, sorted. An account's repeats on an entity count once, by the smallest gap between the two. */
export type Together = TogetherColumns & {
  readonly length: number;
  readonly a: Uint32Array;
  /** What `burstCap` left out, by entity and time. */
  readonly bursts: readonly Burst[];
};

/**
 * Every pair with at least `minShared` entities of 2 to `cap` accounts on which both acted within the wide span. Actions
 * without a time are not looked at. Work: sorting each entity's actions by time, and a step for any two actions within
 * the span, seen from both. The same bits for any number of threads.
 */
export async function findTogether(layer: Layer, options: TogetherOptions, parallel: Parallel): Promise<Together> {
  const { close, bursts } = await findClose(layer, options, parallel);
  const { accountCount } = layer;
  const work = openWork(accountCount, parallel.threads);
  if (work.threads > 1) {
    for (let i = 0; i < close.account.length; i++)
      addWork(work, close.account[i] as number, 1 + (close.before[i] as number) + (close.after[i] as number));
  }
  const { narrowMs, minShared } = options;
  const whole = {
    ...shareFor(work.threads, close),
    ...calendarOf(close.at),
    ...{ accountCount, narrowMs, minShared: Math.max(1, minShared) },
  };
  const rows = await parallel.run(
    togetherRows,
    splitWork(work).map((range) => ({ ...whole, ...range })),
  );
  const { length, a, columns } = joinPairRows(rows, createTogetherColumns);
  return { length, a, ...columns, bursts };
}

type Close = { readonly close: CloseColumns; readonly bursts: readonly Burst[] };

async function findClose(layer: Layer, { cap, burstCap, wideMs }: TogetherOptions, parallel: Parallel): Promise<Close> {
  const { accountCount, entityCount, entityOffsets, entityAccounts, cellOffsets, at } = layer;
  const work = openWork(entityCount, parallel.threads);
  if (work.threads > 1) {
    for (let e = 0; e < entityCount; e++)
      addWork(work, e, 1 + (entityOffsets[e + 1] as number) - (entityOffsets[e] as number));
  }
  const whole = shareFor(work.threads, {
    ...{ entityOffsets, entityAccounts, cellOffsets, at },
    ...{ accountCount, cap, burstCap, spanMs: wideMs },
  });
  const found = await parallel.run(
    closeActions,
    splitWork(work).map((range) => ({ ...whole, ...range })),
  );
  const { columns } = joinChunks(
    found.flatMap(({ chunks }) => chunks),
    createCloseColumns,
  );
  return { close: columns, bursts: found.flatMap(({ bursts }) => bursts) };
}
