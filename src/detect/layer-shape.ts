/** The numbers of a layer that tell what kind it is. */
import type { LayerCells, LayerRows } from './layer-cells.ts';

export type LayerShape = {
  readonly rows: number;
  readonly accounts: number;
  readonly entities: number;
  /** Distinct (account, entity) pairs. */
  readonly cells: number;
  /** Accounts with one entity. */
  readonly singles: number;
  /** Rows whose entity has one or two accounts, and those whose entity has no more than a household. */
  readonly rowsOfTwo: number;
  readonly rowsOfHousehold: number;
  /** Cells of entities that have no more than a household. */
  readonly cellsOfHousehold: number;
  /** Half of the cells are those of accounts with at most so many entities. */
  readonly typicalEntities: number;
  readonly timed: number;
  readonly clockMs: number;
};

const HOUSEHOLD = 8;

export function measureShape(rows: LayerRows, cells: LayerCells): LayerShape {
  const { accountOffsets, accountCount } = cells;
  const counts = new Uint32Array(accountCount);
  let accounts = 0;
  let singles = 0;
  for (let account = 0; account < accountCount; account++) {
    const count = (accountOffsets[account + 1] as number) - (accountOffsets[account] as number);
    if (count > 0) counts[accounts++] = count;
    if (count === 1) singles++;
  }
  return {
    rows: rows.length,
    accounts,
    entities: cells.entityCount,
    cells: cells.entityAccounts.length,
    singles,
    rowsOfTwo: countRowsHeld(rows, cells, 2),
    rowsOfHousehold: countRowsHeld(rows, cells, HOUSEHOLD),
    cellsOfHousehold: countCellsHeld(cells, HOUSEHOLD),
    typicalEntities: middleByCell(counts.subarray(0, accounts).sort(), cells.entityAccounts.length),
    timed: rows.at.reduce((count, time) => count + (Number.isNaN(time) ? 0 : 1), 0),
    clockMs: clockOf(rows.at),
  };
}

/** Rows at entities of at most `most` accounts. */
function countRowsHeld(rows: LayerRows, { entityIds, entityOffsets }: LayerCells, most: number): number {
  let count = 0;
  let place = 0;
  for (let row = 0; row < rows.length; row++) {
    if (entityIds[place] !== rows.entity[row]) place++;
    if ((entityOffsets[place + 1] as number) - (entityOffsets[place] as number) <= most) count++;
  }
  return count;
}

function countCellsHeld({ entityCount, entityOffsets }: LayerCells, most: number): number {
  let count = 0;
  for (let entity = 0; entity < entityCount; entity++) {
    const population = (entityOffsets[entity + 1] as number) - (entityOffsets[entity] as number);
    if (population <= most) count += population;
  }
  return count;
}

/** The count of the account that the middle one of all cells belongs to; `counts` ascend. */
function middleByCell(counts: Uint32Array, cells: number): number {
  let below = 0;
  for (const count of counts) {
    below += count;
    if (2 * below >= cells) return count;
  }
  return 0;
}

const DAY_MS = 86_400_000;
/** The steps that clocks are kept in, coarsest first, ms. */
const STEPS_MS = [3_600_000, 60_000, 1_000] as const;
const ON_THE_STEP = 0.95;
const MOST = 0.5;
const LEAST_DAYS = 20;

/**
 * Resolution of the clock that `at` was read from: 1 day, 1 h, 1 min, 1 s or 1 ms; a missing time (`NaN`) does not
 * count. A step is believed when 95 % of the times are whole multiples of it in UTC; a day already when most are, since
 * only dates without a time of day put half of all acts at midnight, or when 95 % fall on the same two times of day
 * over 20 days or more: dates of another time zone, whose midnight is one time in winter and another in summer.
 */
export function clockOf(at: Float64Array): number {
  const times = at.reduce((count, time) => count + (Number.isNaN(time) ? 0 : 1), 0);
  if (times === 0) return 1;
  if (countMultiples(at, DAY_MS) > MOST * times) return DAY_MS;
  const step = STEPS_MS.find((ms) => countMultiples(at, ms) >= ON_THE_STEP * times) ?? 1;
  return step >= 60_000 && areDates(at, times) ? DAY_MS : step;
}

function countMultiples(at: Float64Array, stepMs: number): number {
  let count = 0;
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number;
    if (Math.floor(time / stepMs) * stepMs === time) count++;
  }
  return count;
}

function areDates(at: Float64Array, times: number): boolean {
  const minutes = new Uint32Array(1_440);
  const days = new Set<number>();
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number;
    if (Number.isNaN(time)) continue;
    const day = Math.floor(time / DAY_MS);
    if (days.size < LEAST_DAYS) days.add(day);
    const minute = Math.floor((time - day * DAY_MS) / 60_000);
    minutes[minute] = (minutes[minute] as number) + 1;
  }
  const [first = 0, second = 0] = minutes.sort().subarray(-2).reverse();
  return days.size === LEAST_DAYS && first + second >= ON_THE_STEP * times;
}
