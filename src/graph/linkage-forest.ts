/**
 * The single-linkage forest of a sparse similarity graph, condensed: as the threshold falls, components grow; those of
 * `minSize` vertices and more are nodes, smaller ones are on their way into one.
 *
 * Single linkage is the maximum spanning forest (Gower & Ross 1969, doi 10.2307/2346439), found by Kruskal's
 * union-find over falling weights. Condensing is that of HDBSCAN (Campello, Moulavi & Sander 2013,
 * doi 10.1007/978-3-642-37456-2_14), done from the bottom while the links come: no dendrogram is kept, and memory is linear.
 *
 * Links of equal weight are taken at once: all components that they join become one in a single step, so that neither
 * the order of links nor of vertices among equals shows in the result.
 */
export type LinkageForest = {
  readonly nodeCount: number;
  /** By node: the node that it merges into with others, -1 for a root. Children come before parents. */
  readonly parent: Int32Array;
  /** By node: the threshold below which it is no longer a node of its own; the floor for a root. */
  readonly birth: Float64Array;
  readonly size: Uint32Array;
  /** By node: sum over its vertices of the threshold at which each joins it, the floor at least. */
  readonly joinSum: Float64Array;
  /** By vertex: the first node that it is in, -1 when it never is in one, and the threshold at which it joined. */
  readonly nodeOf: Int32Array;
  readonly joined: Float64Array;
};

/** The links from the heaviest to the lightest: link `i` joins `a[i]` and `b[i]` at `weights[i]`. */
export type FallingLinks = { readonly a: Uint32Array; readonly b: Uint32Array; readonly weights: Float64Array };

type Growth = LinkageForest & {
  readonly minSize: number;
  readonly floor: number;
  /** Union-find over vertices. By root: vertices of the component, and its node or -1. */
  readonly upper: Uint32Array;
  readonly sizeOf: Uint32Array;
  readonly nodeAt: Int32Array;
  /** Rings: the vertices of a component that is no node yet; the components that the links at hand have joined. */
  readonly nextVertex: Uint32Array;
  readonly nextComponent: Uint32Array;
};

export function growLinkageForest(
  vertexCount: number,
  links: FallingLinks,
  minSize: number,
  floor: number,
): LinkageForest {
  const growth = openGrowth(vertexCount, minSize, floor);
  const { a, b, weights } = links;
  const joinedRoots = new Uint32Array(vertexCount);
  let nodeCount = 0;
  for (let i = 0; i < a.length; ) {
    const weight = weights[i] as number;
    let joinedCount = 0;
    for (; i < a.length && weights[i] === weight; i++) {
      const x = rootOf(growth.upper, a[i] as number);
      const y = rootOf(growth.upper, b[i] as number);
      if (x === y) continue;
      growth.upper[Math.max(x, y)] = Math.min(x, y);
      swap(growth.nextComponent, x, y);
      joinedRoots[joinedCount++] = x;
    }
    for (let k = 0; k < joinedCount; k++) {
      const root = rootOf(growth.upper, joinedRoots[k] as number);
      if (growth.nextComponent[root] !== root) nodeCount = mergeRing(growth, root, weight, nodeCount);
    }
  }
  return { ...growth, nodeCount };
}

function openGrowth(vertexCount: number, minSize: number, floor: number): Growth {
  const numbered = () => new Uint32Array(vertexCount).map((_, v) => v);
  return {
    nodeCount: 0,
    parent: new Int32Array(vertexCount).fill(-1),
    birth: new Float64Array(vertexCount).fill(floor),
    size: new Uint32Array(vertexCount),
    joinSum: new Float64Array(vertexCount),
    nodeOf: new Int32Array(vertexCount).fill(-1),
    joined: new Float64Array(vertexCount),
    minSize,
    floor,
    upper: numbered(),
    sizeOf: new Uint32Array(vertexCount).fill(1),
    nodeAt: new Int32Array(vertexCount).fill(-1),
    nextVertex: numbered(),
    nextComponent: numbered(),
  };
}

/** Makes one component of the ring of components at `root`, the new root, at this threshold; returns the count of nodes. */
function mergeRing(growth: Growth, root: number, weight: number, nodeCount: number): number {
  const { nextComponent, sizeOf, nodeAt } = growth;
  let total = 0;
  let nodes = 0;
  let node = -1;
  let component = root;
  do {
    total += sizeOf[component] as number;
    if ((nodeAt[component] as number) >= 0) {
      nodes++;
      node = nodeAt[component] as number;
    }
    component = nextComponent[component] as number;
  } while (component !== root);
  const isNew = total >= growth.minSize && nodes !== 1;
  if (isNew) node = nodeCount;
  do {
    const next = nextComponent[component] as number;
    nextComponent[component] = component;
    if (node >= 0) enter(growth, component, node, weight);
    else if (component !== root) swap(growth.nextVertex, component, root);
    component = next;
  } while (component !== root);
  sizeOf[root] = total;
  nodeAt[root] = node;
  return isNew ? nodeCount + 1 : nodeCount;
}

/** A component enters a node: as its child when it is another node, else vertex by vertex. */
function enter(growth: Growth, component: number, node: number, weight: number): void {
  const { parent, birth, size, joinSum, nodeOf, joined, sizeOf, nodeAt, nextVertex } = growth;
  const child = nodeAt[component] as number;
  if (child === node) return;
  const count = sizeOf[component] as number;
  const level = Math.max(weight, growth.floor);
  size[node] = (size[node] as number) + count;
  joinSum[node] = (joinSum[node] as number) + count * level;
  if (child >= 0) {
    parent[child] = node;
    birth[child] = level;
    return;
  }
  let v = component;
  do {
    nodeOf[v] = node;
    joined[v] = weight;
    v = nextVertex[v] as number;
  } while (v !== component);
}

function rootOf(upper: Uint32Array, vertex: number): number {
  let v = vertex;
  while (upper[v] !== v) {
    const above = upper[upper[v] as number] as number;
    upper[v] = above;
    v = above;
  }
  return v;
}

function swap(ring: Uint32Array, x: number, y: number): void {
  const next = ring[x] as number;
  ring[x] = ring[y] as number;
  ring[y] = next;
}
