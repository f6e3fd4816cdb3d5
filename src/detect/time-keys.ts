const WORD = 2 ** 32;

/**
 * Times in ms as keys for `sortRows`, least significant first: a missing time is 0, the earliest 1. What all times have
 * in common is left out: a month of ms takes one key, ten years two.
 */
export function* timeKeys(at: Float64Array): Generator<Uint32Array> {
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number;
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  if (earliest > latest) return;
  const low = new Uint32Array(at.length);
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number;
    low[row] = Number.isNaN(time) ? 0 : (time - earliest + 1) % WORD;
  }
  yield low;
  if (latest - earliest + 1 < WORD) return;
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number;
    low[row] = Number.isNaN(time) ? 0 : Math.floor((time - earliest + 1) / WORD);
  }
  yield low;
}
