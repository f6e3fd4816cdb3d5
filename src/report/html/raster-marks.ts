import type { RasterFigure } from '../../model/findings.ts';

/** Actions drawn as one stroke: `length` columns from `column` on, of one account and one entity. */
export type Run = { readonly column: number; readonly length: number; readonly entity: number };

export type RasterMarks = {
  /** Places in `figure.accounts`, top to bottom. */
  readonly rows: readonly number[];
  readonly runs: readonly (readonly Run[])[];
  readonly columns: number;
};

export type TimeScale = { readonly from: number; readonly to: number };

/** Columns of the plot when there is room for them: each is two units of the drawing wide. */
const COLUMNS = 440;
const FEWEST_COLUMNS = 55;
const FEWEST_ROWS = 8;

/**
 * Chooses what is drawn. Accounts are taken evenly from the clustering order, each with all its actions, so that no row looks
 * emptier than it is; actions of an account in one column are one mark, of the entity that binds most. Within `mostMarks`, first by
 * fewer accounts, then by wider columns.
 */
export function chooseMarks(figure: RasterFigure, scale: TimeScale, mostRows: number, mostMarks: number): RasterMarks {
  const cells = cellsByAccount(figure, scale);
  let rows = spread(figure.accounts.length, mostRows);
  let columns = COLUMNS;
  for (;;) {
    const runs = rows.map((row) => runsOf(cells[row] ?? [], columns));
    const marks = runs.reduce((sum, row) => sum + row.length, 0);
    const isBarest = rows.length <= FEWEST_ROWS && columns <= FEWEST_COLUMNS;
    if (marks <= mostMarks || isBarest) return { rows, runs, columns };
    if (rows.length > FEWEST_ROWS)
      rows = spread(figure.accounts.length, Math.max(FEWEST_ROWS, Math.floor(rows.length * 0.8)));
    else columns /= 2;
  }
}

/** `count` of the numbers below `total`, evenly. */
export function spread(total: number, count: number): readonly number[] {
  const chosen = Math.min(total, count);
  return Array.from({ length: chosen }, (_, i) => Math.floor((i * total) / chosen));
}

type Cell = { readonly place: number; readonly entity: number };

/** For each account its actions within the scale: where in it, 0 to 1, and on what. */
function cellsByAccount(figure: RasterFigure, { from, to }: TimeScale): readonly (readonly Cell[])[] {
  const cells: Cell[][] = figure.accounts.map(() => []);
  for (const [account, at, entity] of figure.ticks) {
    if (at >= from && at <= to) cells[account]?.push({ place: (at - from) / Math.max(1, to - from), entity });
  }
  return cells;
}

function runsOf(cells: readonly Cell[], columns: number): readonly Run[] {
  const entities = new Map<number, number>();
  for (const { place, entity } of cells) {
    const column = Math.min(columns - 1, Math.floor(place * columns));
    const there = entities.get(column);
    if (there === undefined || binding(entity) < binding(there)) entities.set(column, entity);
  }
  const runs: { column: number; length: number; entity: number }[] = [];
  for (const [column, entity] of [...entities].sort(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.entity === entity && last.column + last.length === column) last.length++;
    else runs.push({ column, length: 1, entity });
  }
  return runs;
}

/** Entities stand in the order in which they bind; -1 is any other. */
function binding(entity: number): number {
  return entity < 0 ? Number.POSITIVE_INFINITY : entity;
}
