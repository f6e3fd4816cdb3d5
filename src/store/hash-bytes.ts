/**
 * A 32-bit hash of `source[start .. end)`, keyed by `seed` and the odd `factor`: with keys made by chance nobody can prepare
 * strings that collide. Four bytes a step, then the finisher of MurmurHash3 in the constants of C. Wellons's search.
 */
export function hashBytes(source: Uint8Array, start: number, end: number, seed: number, factor: number): number {
  let hash = seed ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word =
      (source[i] as number) |
      ((source[i + 1] as number) << 8) |
      ((source[i + 2] as number) << 16) |
      ((source[i + 3] as number) << 24);
    hash = Math.imul(hash ^ word, factor);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ (source[i] as number), factor);
  return finish(hash);
}

export function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
