/** Only the pairs of one layer, by our own rule or by CooRTweet's. */
import type { EdgeColumns } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { LayerChoice } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import { type StringTable, stringAt } from '../model/string-table.ts';
import { canonicalEdges } from './canonical-edges.ts';
import { coortweet } from './coortweet.ts';
import { compareDirect } from './direct-links.ts';
import { firstActions } from './first-actions.ts';
import { linkLayers, type TypedLayer } from './link-layers.ts';
import { capForBudget } from './pair-budget.ts';
import type { PairList } from './pair-list.ts';
import { entityRarity } from './rarity.ts';
import { compareStatic } from './similarity-static.ts';
import { compareTimed } from './similarity-timed.ts';

export type ProjectOptions = {
  readonly layer: string;
  readonly rule: 'own' | 'coortweet';
  /** What the caller says of the layer; under `coortweet` its `minShared` is the participation threshold. */
  readonly choice: LayerChoice;
};

/** Pairs `a < b` of places in `accounts`, sorted; a column of numbers for each of `names`, the weight first. */
export type Projection = {
  readonly accounts: StringTable;
  readonly pairs: PairList;
  readonly names: readonly string[];
};

const PARTICIPATION = 2;
const BURST_CAP = 1_000;

export async function projectLayer(
  columns: EdgeColumns,
  options: ProjectOptions,
  parallel: Parallel,
): Promise<Projection> {
  const snapshot = canonicalEdges(columns);
  const names = Array.from({ length: snapshot.layers.size }, (_, l) => stringAt(snapshot.layers, l));
  const place = names.indexOf(options.layer);
  if (place < 0) {
    throw new LockstepError(
      'usage',
      `There is no layer ${options.layer} in the input; it has ${names.join(', ') || 'none'}.`,
    );
  }
  const typed = linkLayers(snapshot, new Map([[options.layer, options.choice]]));
  const layer = typed.layers[place];
  if (layer === undefined) throw new LockstepError('internal', `Layer ${options.layer} was read and not built.`);
  if (options.rule === 'coortweet') {
    const rule = { spanMs: layer.layer.settings.spanMs, participation: options.choice.minShared ?? PARTICIPATION };
    return {
      accounts: snapshot.accounts,
      pairs: coortweet(snapshot, place, rule),
      names: ['weight', 'avg_time_delta', 'n_objects'],
    };
  }
  return { accounts: typed.columns.accounts, ...(await projectOwn(layer, parallel)) };
}

async function projectOwn(typed: TypedLayer, parallel: Parallel): Promise<Pick<Projection, 'pairs' | 'names'>> {
  const { layer, direct } = typed;
  if (direct !== null) {
    const { length, a, b, count, weight } = compareDirect(direct);
    return { pairs: { length, a, b, columns: [new Float64Array(count), weight] }, names: ['weight', 'rarity'] };
  }
  if (typed.isTimedAction) return projectTimed(typed, parallel);
  const { minShared } = layer.settings;
  const { cap } = capForBudget(layer);
  const { length, a, b, count, weight } = await compareStatic(
    layer,
    { entityWeight: entityRarity(layer), minShared, cap },
    parallel,
  );
  return { pairs: { length, a, b, columns: [new Float64Array(count), weight] }, names: ['weight', 'rarity'] };
}

async function projectTimed(
  { layer, clockMs }: TypedLayer,
  parallel: Parallel,
): Promise<Pick<Projection, 'pairs' | 'names'>> {
  const { spanMs, cap, minShared } = layer.settings;
  const options = { narrowMs: spanMs, wideMs: spanMs, cap, burstCap: BURST_CAP, minShared, clockMs };
  const timed = await compareTimed(firstActions(layer), options, parallel);
  const { length, a, b, wide, meanGapMs, shared, wideExpected } = timed;
  const columns = [wide, meanGapMs.map((ms) => ms / 1_000), shared, wideExpected];
  return { pairs: { length, a, b, columns }, names: ['weight', 'avg_time_delta', 'shared', 'expected'] };
}
