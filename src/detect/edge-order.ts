/** The order of edges whose ids are numbered by their place in sorted tables. */

/** Columns on their way to that order: each is replaced as it gets there. */
export type Rows = {
  length: number;
  account: Uint32Array;
  layer: Uint16Array;
  entity: Uint32Array;
  at: Float64Array;
  event: Uint32Array | null;
  source: Uint32Array | null;
  weight: Float64Array | null;
};

/** Whether every row comes after the one before it, so that none repeats another. */
export function isAscending(rows: Rows): boolean {
  for (let row = 1; row < rows.length; row++) if (compareRows(rows, row - 1, row) >= 0) return false;
  return true;
}

/** Negative, zero or positive as row `x` comes before, repeats, or comes after row `y`. */
export function compareRows(rows: Rows, x: number, y: number): number {
  const { layer, entity } = rows;
  if (layer[x] !== layer[y]) return (layer[x] as number) - (layer[y] as number);
  if (entity[x] !== entity[y]) return (entity[x] as number) - (entity[y] as number);
  return compareWithinEntity(rows, x, y);
}

/** The same for rows of one entity in one layer. */
export function compareWithinEntity({ account, at, event, source }: Rows, x: number, y: number): number {
  if (account[x] !== account[y]) return (account[x] as number) - (account[y] as number);
  const early = at[x] as number;
  const late = at[y] as number;
  if (early < late) return -1;
  if (early > late) return 1;
  if (early !== late) {
    const isMissing = Number.isNaN(early);
    if (isMissing !== Number.isNaN(late)) return isMissing ? -1 : 1;
  }
  if (source !== null && source[x] !== source[y]) return (source[x] as number) - (source[y] as number);
  if (event !== null && event[x] !== event[y]) return (event[x] as number) - (event[y] as number);
  return 0;
}

/** Sorted rows that agree in everything but weight become the first of them, with the largest weight. */
export function mergeRepeats(rows: Rows): void {
  const { length, weight } = rows;
  let kept = 0;
  for (let row = 0; row < length; row++) {
    if (kept > 0 && compareRows(rows, kept - 1, row) === 0) {
      if (weight !== null) weight[kept - 1] = Math.max(weight[kept - 1] as number, weight[row] as number);
      continue;
    }
    if (kept < row) copyRow(rows, kept, row);
    kept++;
  }
  if (kept < length) cutRows(rows, kept);
}

function copyRow({ account, layer, entity, at, event, source, weight }: Rows, to: number, from: number): void {
  account[to] = account[from] as number;
  layer[to] = layer[from] as number;
  entity[to] = entity[from] as number;
  at[to] = at[from] as number;
  if (event !== null) event[to] = event[from] as number;
  if (source !== null) source[to] = source[from] as number;
  if (weight !== null) weight[to] = weight[from] as number;
}

/** Copies, so that the memory of what is cut off is free. */
function cutRows(rows: Rows, length: number): void {
  rows.length = length;
  rows.account = rows.account.slice(0, length);
  rows.layer = rows.layer.slice(0, length);
  rows.entity = rows.entity.slice(0, length);
  rows.at = rows.at.slice(0, length);
  rows.event = rows.event?.slice(0, length) ?? null;
  rows.source = rows.source?.slice(0, length) ?? null;
  rows.weight = rows.weight?.slice(0, length) ?? null;
}
