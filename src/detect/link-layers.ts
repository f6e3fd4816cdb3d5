/** The snapshot's layers, typed, built and, where accounts link to accounts, with their direct graph. */
import type { EdgeColumns } from '../model/edge.ts';
import type { LayerChoice } from '../model/layer.ts';
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

export function linkLayers(snapshot: EdgeColumns, choices: ReadonlyMap<string, LayerChoice>): TypedLayers {
  const types = chooseLayerTypes(snapshot, choices);
  const columns = mirrorUndirected(
    snapshot,
    types.map(({ settings }) => settings.type === 'interaction'),
  );
  const layers = types.map(({ settings, typeReason }, l): TypedLayer => {
    const layer = buildLayer(columns, l, settings, typeReason);
    return {
      layer,
      direct: settings.type === 'interaction' ? directGraph(layer) : null,
      clockMs: clockOf(layer.at),
      isTimedAction: isTimedAction(layer),
    };
  });
  return { columns, layers };
}
