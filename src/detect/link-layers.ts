/** The snapshot's layers, typed, built and, where accounts link to accounts, with their direct graph. */
import type { EdgeColumns } from '../model/edge.ts';
import type { Layer, LayerChoice } from '../model/layer.ts';
import { stringAt } from '../model/string-table.ts';
import type { Universe } from '../model/universe.ts';
import type { OutsideHolders } from './beyond-layer.ts';
import { directGraph } from './direct-links.ts';
import type { LinkedLayer } from './holdings.ts';
import { buildLayer } from './layer.ts';
import { clockOf } from './layer-shape.ts';
import { chooseLayerTypes } from './layer-type.ts';
import { mirrorUndirected } from './mirror-undirected.ts';
import { isTimedAction } from './sharing-value.ts';

export type TypedLayer = LinkedLayer & {
  /** Resolution of the layer's clock, ms. */
  readonly clockMs: number;
  readonly isTimedAction: boolean;
};

export type TypedLayers = { readonly columns: EdgeColumns; readonly layers: readonly TypedLayer[] };

/** The whole that the snapshot is a part of, and who else holds its entities, by layer. */
export type Whole = Pick<Universe, 'mostHolders'> & { readonly outside: ReadonlyMap<string, OutsideHolders> };

export function linkLayers(
  snapshot: EdgeColumns,
  choices: ReadonlyMap<string, LayerChoice>,
  whole: Whole | null = null,
): TypedLayers {
  const types = chooseLayerTypes(snapshot, choices);
  const columns = mirrorUndirected(
    snapshot,
    types.map(({ settings }) => settings.type === 'interaction'),
  );
  const layers = types.map(({ settings, typeReason }, l): TypedLayer => {
    const outside = whole?.outside.get(stringAt(columns.layers, l)) ?? null;
    const cap = Math.min(settings.cap, whole?.mostHolders ?? settings.cap);
    const layer = buildLayer(columns, l, { ...settings, cap }, typeReason, outside);
    return {
      layer,
      direct: settings.type === 'interaction' ? directGraph(layer) : null,
      clockMs: clockOf(timesOf(layer)),
      isTimedAction: isTimedAction(layer),
    };
  });
  return { columns, layers };
}

/** Those of the whole as far as a sample tells them, else those at hand. */
function timesOf({ at, beyond }: Layer): Float64Array {
  const sampled = beyond?.sample?.at ?? at;
  return sampled.length > 0 ? sampled : at;
}
