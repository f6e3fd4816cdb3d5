/**
 * What kind of relation each layer is. A setting says so, or the known name does; else stated tests on the data, in
 * this order: are the entities accounts (`links-accounts.ts`); does an account hold one entity, or return to a few
 * (resource); does it act at instants (action); does it choose among many (taste).
 */
import type { EdgeColumns } from '../model/edge.ts';
import {
  DEFAULT_SETTINGS,
  KNOWN_LAYER_TYPES,
  type LayerChoice,
  type LayerSettings,
  type LayerType,
} from '../model/layer.ts';
import { stringAt } from '../model/string-table.ts';
import { rowsOf } from './layer.ts';
import { type LayerShape, measureShape } from './layer-shape.ts';
import { whyInteraction } from './links-accounts.ts';

const DAY_MS = 86_400_000;
const ONE_ENTITY_SHARE = 0.8;
const FEW_ENTITIES = 3;
const RETURNS = 3;

export type TypedLayerChoice = { readonly settings: LayerSettings; readonly typeReason: string };

/** One for each layer of canonical `columns`, in their order. */
export function chooseLayerTypes(
  columns: EdgeColumns,
  choices: ReadonlyMap<string, LayerChoice>,
): readonly TypedLayerChoice[] {
  return Array.from({ length: columns.layers.size }, (_, layer) => {
    const name = stringAt(columns.layers, layer);
    const choice = choices.get(name) ?? {};
    const { type, why } = chooseType(columns, layer, name, choice);
    return { settings: { ...DEFAULT_SETTINGS[type], ...choice, type }, typeReason: why };
  });
}

type Choice = { readonly type: LayerType; readonly why: string };

function chooseType(columns: EdgeColumns, layer: number, name: string, choice: LayerChoice): Choice {
  if (choice.type !== undefined) return { type: choice.type, why: `set as ${choice.type}` };
  const known = KNOWN_LAYER_TYPES.get(name);
  if (known !== undefined) return { type: known, why: `${name} is a known ${known} layer` };
  const { from, to } = rowsOf(columns, layer);
  const direct = whyInteraction(columns, from, to);
  if (direct !== null) return { type: 'interaction', why: direct };
  return byShape(measureShape(columns, from, to));
}

function byShape(shape: LayerShape): Choice {
  const one = `${percent(shape.singleShare)} of the accounts hold one entity`;
  if (shape.singleShare >= ONE_ENTITY_SHARE) return { type: 'resource', why: `unknown name; ${one}` };
  const held = `the middle account holds ${shape.medianEntities}`;
  if (shape.timedShare > 0.5 && shape.clockMs < DAY_MS) {
    const returns = `${round(shape.rowsPerCell)} observations for each entity of an account`;
    const isHeld = shape.rowsPerCell >= RETURNS && shape.medianEntities <= FEW_ENTITIES;
    if (isHeld)
      return { type: 'resource', why: `unknown name; accounts return to few entities: ${held}, with ${returns}` };
    return {
      type: 'action',
      why: `unknown name; ${percent(shape.timedShare)} of the observations have a time, and ${held}`,
    };
  }
  const clock = shape.timedShare > 0.5 ? 'times are whole days' : 'observations have no time';
  if (shape.medianEntities < FEW_ENTITIES) return { type: 'resource', why: `unknown name; ${clock}, and ${held}` };
  return { type: 'taste', why: `unknown name; ${clock}, and ${held} of ${shape.entities} entities` };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
