import type { MatrixFigure } from '../../model/findings.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { type Html, html } from './escape.ts';
import { formatCount } from './format.ts';
import { entityText, shortText } from './ids.ts';

const LEFT = 128;
const TOP = 86;
const CELL = 13;
/** Of a filled place. */
const SIDE = 11;

type Block = {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly cells: readonly (readonly [number, number])[];
};

/** Accounts × entities, for clusters without times: what many hold to the left, who holds most of it on top, so that the block shows. */
export function renderMatrix(view: ClusterView, matrix: MatrixFigure, detail: Detail): Html {
  const block = sortBlock(matrix, detail.matrixRows, detail.matrixColumns);
  const width = Math.max(420, LEFT + block.columns.length * CELL + 60);
  const height = TOP + block.rows.length * CELL + 4;
  const filled = block.cells.length;
  const room = block.rows.length * block.columns.length;
  const share = `of the ${formatCount(room)} places drawn ${formatCount(filled)} are filled (${Math.round((100 * filled) / Math.max(1, room))} %)`;
  return html`<figure><figcaption id="x${view.cluster.rank}">${title(view, matrix)} ${leftOut(matrix, block)}, ${share}.</figcaption>
<div class="wide"><svg class="matrix" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-labelledby="x${view.cluster.rank}">
<rect class="plot" x="${LEFT}" y="${TOP}" width="${block.columns.length * CELL}" height="${block.rows.length * CELL}"/>
${columnLabels(matrix, block)}${rowLabels(view, matrix, block)}${squares(view, matrix, block)}</svg></div>
${legend(view, matrix, block)}</figure>`;
}

/** Where members are tied by direct links, the columns are members as well. */
function title({ numberOf }: ClusterView, { entities }: MatrixFigure): Html {
  return entities.every(({ entity }) => numberOf.has(entity))
    ? html`<b>Who is linked to whom.</b> No times are known. Rows and columns are accounts, a filled place means a direct link between the two:`
    : html`<b>Who holds what.</b> No times are known. A row is an account, a column an entity, a filled place means that the account has it:`;
}

function leftOut({ accounts_total, entities_total }: MatrixFigure, { rows, columns }: Block): string {
  const part = (drawn: number, total: number) =>
    drawn < total ? `${formatCount(drawn)} of ${formatCount(total)}` : formatCount(total);
  const cut = rows.length < accounts_total || columns.length < entities_total ? ', those with most in common' : '';
  return `${part(rows.length, accounts_total)} rows by ${part(columns.length, entities_total)} columns${cut}`;
}

function sortBlock({ accounts, entities, cells }: MatrixFigure, mostRows: number, mostColumns: number): Block {
  const inColumn = tally(cells, entities.length, ([, column]) => column);
  const columns = ranking(inColumn).slice(0, mostColumns);
  const columnOf = new Map(columns.map((column, place) => [column, place]));
  const kept = cells.filter(([, column]) => columnOf.has(column));
  // A row is worth its columns: an entity that many hold outweighs several that few hold.
  const worth = new Array<number>(accounts.length).fill(0);
  for (const [row, column] of kept) worth[row] = (worth[row] ?? 0) + (inColumn[column] ?? 0);
  const rows = ranking(worth).slice(0, mostRows);
  const rowOf = new Map(rows.map((row, place) => [row, place]));
  const placed = kept.flatMap(([row, column]): (readonly [number, number])[] => {
    const [y, x] = [rowOf.get(row), columnOf.get(column)];
    return y === undefined || x === undefined ? [] : [[y, x]];
  });
  return { rows, columns, cells: placed.sort(([y, x], [v, u]) => y - v || x - u) };
}

function tally<Item>(items: readonly Item[], size: number, placeOf: (item: Item) => number): readonly number[] {
  const counts = new Array<number>(size).fill(0);
  for (const item of items) counts[placeOf(item)] = (counts[placeOf(item)] ?? 0) + 1;
  return counts;
}

/** Places by falling worth; of equals the earlier first. */
function ranking(worth: readonly number[]): readonly number[] {
  return [...worth.keys()].sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || a - b);
}

function columnLabels({ entities }: MatrixFigure, { columns }: Block): readonly Html[] {
  return columns.map((column, place) => {
    const { layer, entity } = entities[column] ?? { layer: '', entity: '' };
    const x = LEFT + place * CELL + CELL / 2 + 3;
    return html`<text transform="translate(${x} ${TOP - 5})rotate(-60)">${entityText(layer, entity, 14)}</text>`;
  });
}

function rowLabels(view: ClusterView, { accounts }: MatrixFigure, { rows }: Block): readonly Html[] {
  return rows.map((row, place) => {
    const account = accounts[row] ?? '';
    const y = TOP + place * CELL + CELL - 3;
    return html`<text x="${LEFT - 6}" y="${y}" class="end">${shortText(account, 14)} (${view.numberOf.get(account) ?? '–'})</text>`;
  });
}

/** Second mark of a layer beside its colour: how much of the place it fills. */
const FILLS = [SIDE, 6, 3, 9, 2];

function layersOf({ entities }: MatrixFigure, { columns }: Block): readonly string[] {
  return [...new Set(columns.map((column) => entities[column]?.layer ?? ''))];
}

/** One path a layer: a square is a thick stroke. */
function squares({ layers }: ClusterView, matrix: MatrixFigure, block: Block): readonly Html[] {
  return layersOf(matrix, block).map((layer, i) => {
    const cells = block.cells.filter(([, place]) => matrix.entities[block.columns[place] ?? 0]?.layer === layer);
    let d = '';
    cells.forEach(([row, place], c) => {
      const before = cells[c - 1];
      const gap = before?.[0] === row ? place - before[1] : 0;
      d +=
        gap > 0
          ? `m${gap * CELL - SIDE} 0h${SIDE}`
          : `M${LEFT + place * CELL + 1} ${TOP + row * CELL + CELL / 2}h${SIDE}`;
    });
    return html`<path class="s ${layers.classOf(layer)}" stroke-width="${FILLS[i] ?? 2}" d="${d}"/>`;
  });
}

function legend({ layers }: ClusterView, matrix: MatrixFigure, block: Block): Html {
  const items = layersOf(matrix, block).map(
    (layer, i) =>
      html`<li><svg class="key" viewBox="0 0 14 12" aria-hidden="true"><path class="s ${layers.classOf(layer)}" stroke-width="${FILLS[i] ?? 2}" d="M1 6h12"/></svg>${layer}</li>`,
  );
  return html`<ol class="legend">${items}</ol>`;
}
