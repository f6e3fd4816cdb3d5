/**
 * What kind of relation each layer is. A setting decides, or else the known name, or else tests on the data, in this
 * order, each with its numbers in the sentence that it returns:
 *
 * 1. *interaction*: the entities are accounts (`links-accounts.ts`).
 * 2. *action*: most rows have a time of day, and neither does an account keep to one entity nor do accounts return to
 *    entities that are theirs or their household's, as they do to devices and addresses. Dates without a time of day
 *    tell no order within a day: they count as untimed.
 * 3. *resource*: an account has one entity or few, or most rows are at entities that one or two accounts have. Whether
 *    many share it is not asked: a postcode is a resource as well, if one that proves nothing.
 * 4. *taste*: what is left, choices among many.
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
import { rowsOf, viewLayer } from './layer.ts';
import { indexCells } from './layer-cells.ts';
import { type LayerShape, measureShape } from './layer-shape.ts';
import { whyInteraction } from './links-accounts.ts';

export type TypedLayerChoice = { readonly settings: LayerSettings; readonly typeReason: string };

/** One for each layer of canonical columns, in their order. */
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

type Verdict = { readonly type: LayerType; readonly why: string };

/** The one known name that says two things: replies to a post, or to an account. */
const REPLY = 'reply';

function chooseType(columns: EdgeColumns, layer: number, name: string, choice: LayerChoice): Verdict {
  if (choice.type !== undefined) return { type: choice.type, why: `The settings make it ${choice.type}.` };
  const known = KNOWN_LAYER_TYPES.get(name);
  if (known !== undefined && name !== REPLY) return { type: known, why: `The name is known for ${known}.` };
  const rows = viewLayer(columns, layer);
  const { from, to } = rowsOf(columns, layer);
  const cells = indexCells(rows, columns.accounts.size);
  const direct = whyInteraction(columns, from, to, cells);
  if (direct !== null) return { type: 'interaction', why: direct };
  if (known !== undefined)
    return { type: known, why: `The name is known for ${known}, and its entities are not accounts.` };
  return typeOfShape(measureShape(rows, cells));
}

const MOST = 0.5;
/** Above it a column says something of each account; the rest are corrections. */
const NEARLY_ALL = 0.98;
/**
 * Rows of an account at such an entity, on average, from which on it returns there. Links and texts come to 1.0, other
 * accounts that are named to 1.3, tags to 1.7; devices and addresses to as many as there are logins.
 */
const RETURNS = 3;
const FEW_TIMED_ENTITIES = 1.5;
const FEW_ENTITIES = 3;
const DAY_MS = 86_400_000;

function typeOfShape(shape: LayerShape): Verdict {
  const { accounts, rows, singles, timed } = shape;
  if (rows === 0) return { type: 'resource', why: 'It has no rows.' };
  if (singles >= NEARLY_ALL * accounts)
    return { type: 'resource', why: `${percent(singles, accounts)} of its ${accounts} accounts have one entity.` };
  return timed > MOST * rows && shape.clockMs < DAY_MS ? typeOfTimed(shape) : typeOfUntimed(shape);
}

function typeOfTimed(shape: LayerShape): Verdict {
  const { accounts, cells, rows, rowsOfHousehold, rowsOfTwo } = shape;
  const returns = rowsOfHousehold / Math.max(1, shape.cellsOfHousehold);
  if (rowsOfHousehold > MOST * rows && returns >= RETURNS) {
    const home = `${percent(rowsOfHousehold, rows)} of its ${rows} rows are at entities of no more than a household`;
    return { type: 'resource', why: `${home}, and an account comes to one ${round(returns)} times.` };
  }
  if (rowsOfTwo > MOST * rows && cells <= FEW_TIMED_ENTITIES * accounts)
    return { type: 'resource', why: `${sayOwn(shape)}, and an account has ${round(cells / accounts)} of them.` };
  return { type: 'action', why: `${sayTime(shape)}, and an account acts ${round(rows / accounts)} times on average.` };
}

function typeOfUntimed(shape: LayerShape): Verdict {
  const { accounts, cells, entities, rows, rowsOfTwo, typicalEntities } = shape;
  const time = sayTime(shape);
  if (rowsOfTwo > MOST * rows) return { type: 'resource', why: `${time}, and ${sayOwn(shape)}.` };
  if (typicalEntities <= FEW_ENTITIES) {
    const few = `half of its rows are those of accounts with at most ${typicalEntities} entities`;
    return { type: 'resource', why: `${time}, and ${few}.` };
  }
  return {
    type: 'taste',
    why: `${time}, and accounts choose among ${entities} entities, ${round(cells / accounts)} each.`,
  };
}

function sayOwn({ rows, rowsOfTwo }: LayerShape): string {
  return `${percent(rowsOfTwo, rows)} of its ${rows} rows are at entities of one or two accounts`;
}

function sayTime({ timed, rows, clockMs }: LayerShape): string {
  if (timed > MOST * rows && clockMs >= DAY_MS) return `${timed} of its ${rows} rows have a date without a time of day`;
  return `${timed} of its ${rows} rows have a time`;
}

function percent(part: number, whole: number): string {
  return `${Math.floor((1_000 * part) / whole) / 10} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
