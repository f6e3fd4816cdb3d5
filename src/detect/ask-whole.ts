/**
 * What has to be known of the whole before a part of it is judged: who else holds what its accounts share. In a layer that is
 * compared by taste, also who else holds what one of them holds alone, since all that an account does counts there. When
 * holders acted is asked where acting together is evidence.
 */
import type { EdgeColumns, TimeWindow } from '../model/edge.ts';
import type { LayerChoice } from '../model/layer.ts';
import { pickNames } from '../model/pick-names.ts';
import { stringAt } from '../model/string-table.ts';
import type { LayerQuestion } from '../model/universe.ts';
import { canonicalEdges } from './canonical-edges.ts';
import { viewLayer } from './layer.ts';
import { indexCells } from './layer-cells.ts';
import { chooseLayerTypes } from './layer-type.ts';
import { selectWindow } from './window.ts';

export function askWhole(
  columns: EdgeColumns,
  window: TimeWindow,
  choices: ReadonlyMap<string, LayerChoice>,
): readonly LayerQuestion[] {
  const part = canonicalEdges(selectWindow(columns, window));
  return chooseLayerTypes(part, choices).map(({ settings: { type } }, l): LayerQuestion => {
    const { entityCount, entityIds, entityOffsets, at } = indexCells(viewLayer(part, l), part.accounts.size);
    const isTimedAction = type === 'action' && at.length > 0;
    const areAccounts = type === 'interaction';
    const isAskedAlone = areAccounts || (type !== 'resource' && !isTimedAction);
    const held = (e: number) => (entityOffsets[e + 1] as number) - (entityOffsets[e] as number);
    const asked = Uint32Array.from({ length: entityCount }, (_, e) => e).filter((e) => isAskedAlone || held(e) > 1);
    return {
      layer: stringAt(part.layers, l),
      entities: pickNames(
        part.entities,
        asked.map((e) => entityIds[e] as number),
      ),
      timed: isTimedAction ? asked.map((_, place) => place) : new Uint32Array(0),
      areAccounts,
    };
  });
}
