import type { RasterFigure } from '../../model/findings.ts';

/** Actions drawn as one stroke: `length` columns from `column` on, of one account and one entity. */
export type Run = { readonly column: number; readonly length: number; readonly entity: number };

export type RasterMarks = {
  /** Places in `figure.accounts`, top to bottom. */
  readonly rows: readonly number[];
  /** Of each row, the marks of the entities that are told apart. */
  readonly runs: readonly (readonly Run[])[];
  readonly columns: number;
  /** Of each row, the grey marks of anything else; in columns of their own, none when `restColumns` is 0. */
  readonly restRuns: readonly (readonly Run[])[];
  readonly restColumns: number;
};

/** At most so many rows, marks and columns. */
export type Room = { readonly rows: number; readonly marks: number; readonly columns?: number };

export type TimeScale = { readonly from: number; readonly to: number };

/** The figure with only its first entities told apart: the others count as any other. */
export function keepEntities(figure: RasterFigure, most: number): RasterFigure {
  if (figure.entities.length <= most) return figure;
  return {
    ...figure,
    entities: figure.entities.slice(0, most),
    layers: figure.layers.slice(0, most),
    ticks: figure.ticks.map(([account, at, entity]) => [account, at, entity < most ? entity : -1]),
  };
}

type Step = { readonly columns: number; readonly restColumns: number; readonly fewestRows: number };

/**
 * What is given up, in this order: some of the rows, how fine the grey is drawn, the grey, and only then how fine the colours are,
 * which carry the evidence. At 440 columns each is two units of the drawing wide. Sixteen rows still show a burst as a line.
 */
const STEPS: readonly Step[] = [
  { columns: 440, restColumns: 440, fewestRows: 24 },
  { columns: 440, restColumns: 220, fewestRows: 16 },
  { columns: 440, restColumns: 110, fewestRows: 16 },
  { columns: 440, restColumns: 0, fewestRows: 12 },
  { columns: 220, restColumns: 0, fewestRows: 8 },
  { columns: 110, restColumns: 0, fewestRows: 8 },
];

/**
 * Chooses what is drawn of figures that are to be compared: the same for all of them, or the eye would compare the drawing and not
 * the accounts. Accounts are taken evenly from the order given, each with all its actions, so that no row looks emptier than it is;
 * actions of an account in one column are one mark, of the entity that binds most.
 */
export function chooseMarks(figures: readonly RasterFigure[], scale: TimeScale, room: Room): readonly RasterMarks[] {
  const cells = figures.map((figure) => cellsByAccount(figure, scale));
  const steps = STEPS.filter(({ columns }) => columns <= (room.columns ?? columns));
  let count = Math.min(room.rows, Math.max(...figures.map(({ accounts }) => accounts.length)));
  let chosen: readonly RasterMarks[] = [];
  for (const step of steps) {
    for (;;) {
      chosen = cells.map((of) => marksOf(of, count, step));
      if (chosen.reduce((sum, marks) => sum + countMarks(marks), 0) <= room.marks) return chosen;
      if (count <= step.fewestRows) break;
      count = Math.max(step.fewestRows, Math.floor(count * 0.8));
    }
  }
  return chosen;
}

/** `count` of the numbers below `total`, evenly. */
export function spread(total: number, count: number): readonly number[] {
  const chosen = Math.min(total, count);
  return Array.from({ length: chosen }, (_, i) => Math.floor((i * total) / chosen));
}

function countMarks({ runs, restRuns }: RasterMarks): number {
  return [...runs, ...restRuns].reduce((sum, row) => sum + row.length, 0);
}

type Cell = { readonly place: number; readonly entity: number };
type AccountCells = { readonly told: readonly Cell[]; readonly rest: readonly Cell[] };

function marksOf(cells: readonly AccountCells[], count: number, { columns, restColumns }: Step): RasterMarks {
  const rows = spread(cells.length, count);
  return {
    rows,
    runs: rows.map((row) => runsOf(cells[row]?.told ?? [], columns)),
    columns,
    restRuns: restColumns === 0 ? [] : rows.map((row) => runsOf(cells[row]?.rest ?? [], restColumns)),
    restColumns,
  };
}

/** For each account its actions within the scale, in the order of time: where in it, 0 to 1, and on what. */
function cellsByAccount(figure: RasterFigure, { from, to }: TimeScale): readonly AccountCells[] {
  const cells = figure.accounts.map((): { told: Cell[]; rest: Cell[] } => ({ told: [], rest: [] }));
  for (const [account, at, entity] of figure.ticks) {
    if (at < from || at > to) continue;
    cells[account]?.[entity < 0 ? 'rest' : 'told'].push({ place: (at - from) / Math.max(1, to - from), entity });
  }
  for (const { told, rest } of cells) for (const row of [told, rest]) row.sort((a, b) => a.place - b.place);
  return cells;
}

function runsOf(cells: readonly Cell[], columns: number): readonly Run[] {
  const runs: { column: number; length: number; entity: number }[] = [];
  for (let i = 0; i < cells.length; ) {
    const column = columnOf(cells[i], columns);
    let entity = cells[i]?.entity ?? -1;
    // Entities stand in the order in which they bind.
    for (i++; i < cells.length && columnOf(cells[i], columns) === column; i++)
      entity = Math.min(entity, cells[i]?.entity ?? entity);
    const last = runs.at(-1);
    if (last !== undefined && last.entity === entity && last.column + last.length === column) last.length++;
    else runs.push({ column, length: 1, entity });
  }
  return runs;
}

function columnOf(cell: Cell | undefined, columns: number): number {
  return cell === undefined ? -1 : Math.min(columns - 1, Math.floor(cell.place * columns));
}
