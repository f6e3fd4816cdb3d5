/** What the later stages look things up in. */
import type { FusedGraph } from '../model/similarity-graph.ts';
import { stringAt } from '../model/string-table.ts';
import { usualChance } from './chance-together.ts';
import { entitiesByAccount } from './entities-by-account.ts';
import type { EvidenceSources } from './evidence.ts';
import { firstActions } from './first-actions.ts';
import type { TypedLayers } from './link-layers.ts';
import type { MeasureContext } from './measure.ts';
import type { Names } from './robustness.ts';
import { sharingValue } from './sharing-value.ts';

/** `accounts` are those of the whole. */
export function measureContext(
  fused: FusedGraph,
  layers: TypedLayers['layers'],
  accounts: number,
  leastProof: number,
): MeasureContext {
  return {
    fused,
    accounts,
    usualChance: layers.map(({ layer, isTimedAction, clockMs }) =>
      isTimedAction && layer.beyond !== null ? usualChance(firstActions(layer), clockMs) : 0,
    ),
    layers,
    values: layers.map(({ layer }) => sharingValue(layer)),
    leastProof: Math.max(1, leastProof),
    placeOf: new Int32Array(fused.accountCount).fill(-1),
  };
}

export function evidenceSources({ columns, layers }: TypedLayers): EvidenceSources {
  return {
    layers: layers.map(({ layer }) => layer),
    accounts: columns.accounts,
    entities: columns.entities,
    entityOf: layers.map(({ layer }) => entitiesByAccount(layer)),
    placeOf: new Int32Array(columns.accounts.size).fill(-1),
  };
}

export function namesOf({ columns, layers }: TypedLayers): Names {
  return {
    layer: (l) => layers[l]?.layer.name ?? '',
    entity: (l, e) => {
      const layer = layers[l]?.layer;
      return layer === undefined ? '' : `${layer.name} ${stringAt(columns.entities, layer.entityIds[e] as number)}`;
    },
    account: (account) => stringAt(columns.accounts, account),
  };
}
