/**
 * A planted partition: groups of 10 to 44 vertices, `1 - mixing` of the links inside them, every pair inside (and every pair
 * outside) linked with the same chance, names shuffled. Pairs are skipped over by geometric jumps (Batagelj & Brandes 2005,
 * doi 10.1103/PhysRevE.71.036113), so that time follows the links.
 */
import { createRandom, shuffle } from '../../src/graph/random.ts';
import type { Random } from '../../src/model/graph.ts';

export type PlantedPartition = {
  readonly vertexCount: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly weights: Float64Array;
  /** The group of each vertex. */
  readonly group: Uint32Array;
};

/** About `links` links of weight 1 among `vertexCount` vertices. */
export function plantPartition(links: number, vertexCount: number, mixing: number, seed: number): PlantedPartition {
  const random = createRandom(seed);
  const names = shuffle(
    Uint32Array.from({ length: vertexCount }, (_, v) => v),
    random,
  );
  const groupAt = new Uint32Array(vertexCount);
  const starts = [0];
  let pairsInside = 0;
  for (let start = 0; start < vertexCount; ) {
    const end = Math.min(vertexCount, start + 10 + Math.floor(random() * 35));
    groupAt.fill(starts.length - 1, start, end);
    pairsInside += ((end - start) * (end - start - 1)) / 2;
    starts.push(end);
    start = end;
  }
  const pairsOutside = (vertexCount * (vertexCount - 1)) / 2 - pairsInside;
  const a: number[] = [];
  const b: number[] = [];
  const add = (x: number, y: number) => {
    a.push(names[x] ?? 0);
    b.push(names[y] ?? 0);
  };
  for (let g = 0; g + 1 < starts.length; g++) {
    const start = starts[g] ?? 0;
    const size = (starts[g + 1] ?? 0) - start;
    pickPairs(size, Math.min(1, ((1 - mixing) * links) / pairsInside), random, (x, y) => add(start + x, start + y));
  }
  pickPairs(vertexCount, (mixing * links) / pairsOutside, random, (x, y) => {
    if (groupAt[x] !== groupAt[y]) add(x, y);
  });
  const group = new Uint32Array(vertexCount);
  groupAt.forEach((g, place) => {
    group[names[place] ?? 0] = g;
  });
  return {
    vertexCount,
    a: Uint32Array.from(a),
    b: Uint32Array.from(b),
    weights: new Float64Array(a.length).fill(1),
    group,
  };
}

/** Each pair of `count` things with the given chance. */
function pickPairs(count: number, chance: number, random: Random, pick: (x: number, y: number) => void): void {
  if (chance <= 0) return;
  const scale = chance < 1 ? 1 / Math.log1p(-chance) : 0;
  let y = 1;
  let x = -1;
  for (;;) {
    x += 1 + Math.floor(Math.log1p(-random()) * scale);
    while (x >= y && y < count) {
      x -= y;
      y++;
    }
    if (y >= count) return;
    pick(x, y);
  }
}
