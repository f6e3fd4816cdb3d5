import { CANONICAL_COLUMNS, type CanonicalColumn } from '../model/canonical-column.ts';
import { LONGEST_ID_BYTES } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import { reasonAgainstText } from './check-text.ts';
import { parseAt, reasonOfAt } from './parse-at.ts';
import { parseWeight, reasonOfWeight } from './parse-weight.ts';
import type { ReadOptions } from './read-options.ts';

/** Where a row's value comes from: the slot of a file's column or, when `slot` is -1, a constant. */
export type Cell = {
  readonly slot: number;
  readonly constant: Uint8Array;
  /** As rejects name it: the file's word for the column. */
  readonly field: string;
  readonly mayBeEmpty: boolean;
};

/** A column of the file that rows are made of; its slot is its place in `ColumnPlan.wanted`. */
export type WantedColumn = { readonly name: string; readonly canonical: CanonicalColumn; readonly isRequired: boolean };

/** What each row is made of, from the options alone, so the same for every file. */
export type ColumnPlan = {
  readonly wanted: readonly WantedColumn[];
  readonly account: Cell;
  readonly at: Cell;
  readonly event: Cell;
  readonly weight: Cell;
  readonly source: Cell;
  /** One or, for a wide table, one for each of its layers. */
  readonly edges: readonly { readonly layer: Cell; readonly entity: Cell }[];
  /** In a wide table an empty cell is no edge; in a long one an empty entity is a mistake. */
  readonly isWide: boolean;
};

type Choices = Pick<ReadOptions, 'map' | 'layerOf' | 'set'>;

export const LONGEST_LAYER_BYTES = 64;

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

export function planColumns(choices: Choices): ColumnPlan {
  checkChoices(choices);
  const { map, layerOf, set } = choices;
  const wanted: WantedColumn[] = [];
  const columnCell = (name: string, canonical: CanonicalColumn, isRequired: boolean): Cell => {
    const known = wanted.findIndex((column) => column.name === name);
    const slot = known < 0 ? wanted.length : known;
    wanted[slot] = { canonical, ...wanted[slot], name, isRequired: isRequired || wanted[slot]?.isRequired === true };
    return { slot, constant: NOTHING, field: name, mayBeEmpty: canonical === 'event' || canonical === 'source' };
  };
  const cell = (canonical: CanonicalColumn, isRequired: boolean): Cell => {
    const value = set.get(canonical);
    if (value !== undefined) return constantCell(canonical, value);
    return columnCell(map.get(canonical) ?? canonical, canonical, isRequired || map.has(canonical));
  };
  const account = cell('account', true);
  const isWide = layerOf.size > 0;
  const edges = isWide
    ? [...layerOf].map(([layer, column]) => ({
        layer: constantCell('layer', layer),
        entity: columnCell(column, 'entity', true),
      }))
    : [{ layer: cell('layer', true), entity: cell('entity', true) }];
  const [at, event, weight, source] = [
    cell('at', true),
    cell('event', false),
    cell('weight', false),
    cell('source', false),
  ];
  return { wanted, account, at, event, weight, source, edges, isWide };
}

/** A value that stands in every row must be right before the first is read. */
function constantCell(canonical: CanonicalColumn, value: string): Cell {
  const constant = encoder.encode(value);
  const reason = reasonAgainst(canonical, constant);
  if (reason !== null) {
    throw new LockstepError('usage', `The value given for column ${canonical} on the command line ${reason}.`);
  }
  return { slot: -1, constant, field: canonical, mayBeEmpty: canonical === 'event' || canonical === 'source' };
}

function reasonAgainst(canonical: CanonicalColumn, value: Uint8Array): string | null {
  if (canonical === 'at') {
    const at = parseAt(value, 0, value.length);
    return at < 0 ? reasonOfAt(at) : null;
  }
  if (canonical === 'weight') {
    const weight = parseWeight(value, 0, value.length);
    return weight < 0 ? reasonOfWeight(weight) : null;
  }
  const longest = canonical === 'layer' ? LONGEST_LAYER_BYTES : LONGEST_ID_BYTES;
  if (value.length > longest) return `is longer than ${longest} bytes`;
  if (value.length === 0) return canonical === 'event' || canonical === 'source' ? null : 'is empty';
  return reasonAgainstText(value, 0, value.length);
}

function checkChoices({ map, layerOf, set }: Choices): void {
  for (const column of CANONICAL_COLUMNS) {
    if (map.has(column) && set.has(column)) {
      throw new LockstepError(
        'usage',
        `Column ${column} is named by --map and filled by --set: leave one of the two out.`,
      );
    }
    const isLayerOrEntity = column === 'layer' || column === 'entity';
    if (isLayerOrEntity && layerOf.size > 0 && (map.has(column) || set.has(column))) {
      const advice = `leave out --map and --set of ${column}`;
      throw new LockstepError('usage', `--layer-of says where layers and entities come from: ${advice}.`);
    }
  }
}
