/** How many steps one side is shifted by; steps are as wide as the ids' own (all multiples of 10, say). */
const SHIFTS = [1, 2, 3, 5, 10, 100, 1_000].flatMap((shift) => [-shift, shift]);

/**
 * The most values of `entities` that are in `accounts` when shifted by a little. Of two dense crowds about as many as
 * without a shift; of sparse ids that are truly the same, hardly any. Values below 0 do not count.
 */
export function overlapAgainstShifts(accounts: Float64Array, entities: Float64Array): number {
  const known = accounts.filter((value) => value >= 0).sort();
  const sought = entities.filter((value) => value >= 0).sort();
  const step = stepOf(known, sought);
  return Math.max(...SHIFTS.map((shift) => countShared(known, sought, shift * step)));
}

/** Values that stand in both, `sought` shifted. Both ascend. */
function countShared(known: Float64Array, sought: Float64Array, shift: number): number {
  let shared = 0;
  let place = 0;
  for (let i = 0; i < sought.length; i++) {
    const value = (sought[i] as number) + shift;
    while (place < known.length && (known[place] as number) < value) place++;
    if (known[place] === value) shared++;
  }
  return shared;
}

/** The greatest common divisor of all differences between the values, at least 1. */
function stepOf(known: Float64Array, sought: Float64Array): number {
  const first = known[0] ?? 0;
  let step = 0;
  for (const values of [known, sought]) {
    for (let i = 0; i < values.length && step !== 1; i++)
      step = divisorOf(step, Math.abs((values[i] as number) - first));
  }
  return Math.max(1, step);
}

function divisorOf(x: number, y: number): number {
  let [a, b] = [x, y];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
