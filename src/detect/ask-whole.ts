/**
 * What has to be known of the whole before a part of it is judged: who else holds what its accounts share. In a layer that is
 * compared by taste, also who else holds what one of them holds alone, since all that an account does counts there. When
 * holders acted is asked of the entities that two accounts of the part act on together: a crowd's own rhythm matters there.
 */
import type { EdgeColumns, TimeWindow } from '../model/edge.ts';
import type { LayerChoice } from '../model/layer.ts';
import { pickNames } from '../model/pick-names.ts';
import { stringAt } from '../model/string-table.ts';
import type { LayerQuestion } from '../model/universe.ts';
import { canonicalEdges } from './canonical-edges.ts';
import { viewLayer } from './layer.ts';
import { indexCells, type LayerCells } from './layer-cells.ts';
import { chooseLayerTypes } from './layer-type.ts';
import { selectWindow } from './window.ts';

export function askWhole(
  columns: EdgeColumns,
  window: TimeWindow,
  choices: ReadonlyMap<string, LayerChoice>,
): readonly LayerQuestion[] {
  const part = canonicalEdges(selectWindow(columns, window));
  return chooseLayerTypes(part, choices).map(({ settings: { type, spanMs } }, l): LayerQuestion => {
    const cells = indexCells(viewLayer(part, l), part.accounts.size);
    const { entityCount, entityIds, entityOffsets } = cells;
    const isTimedAction = type === 'action' && cells.at.length > 0;
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
      timed: asked
        .map((_, place) => place)
        .filter((place) => isTimedAction && areTogether(cells, asked[place] as number, spanMs)),
      areAccounts,
    };
  });
}

/** Whether two holders of an entity first acted on it within the span. */
function areTogether({ entityOffsets, cellOffsets, at }: LayerCells, entity: number, spanMs: number): boolean {
  const times: number[] = [];
  const to = entityOffsets[entity + 1] as number;
  for (let c = entityOffsets[entity] as number; c < to; c++) {
    const first = cellOffsets[c] as number;
    if (first < (cellOffsets[c + 1] as number)) times.push(at[first] as number);
  }
  times.sort((x, y) => x - y);
  return times.some((time, i) => i > 0 && time - (times[i - 1] as number) <= spanMs);
}
