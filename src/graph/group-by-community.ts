/** Vertices sorted by community: those of community c have the places `starts[c] .. starts[c + 1]`, ascending. */
export type Groups = {
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
  /** The place of each vertex: the inverse of `members`. */
  readonly placeOf: Int32Array;
};

/** One counting sort. `community` numbers the vertices 0 … `count` - 1. */
export function groupByCommunity(community: Int32Array | Uint32Array, count: number): Groups {
  const n = community.length;
  const starts = new Uint32Array(count + 1);
  for (let v = 0; v < n; v++) {
    const next = (community[v] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let c = 0; c < count; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const ends = starts.slice();
  const members = new Uint32Array(n);
  const placeOf = new Int32Array(n);
  for (let v = 0; v < n; v++) {
    const c = community[v] as number;
    const place = ends[c] as number;
    ends[c] = place + 1;
    members[place] = v;
    placeOf[v] = place;
  }
  return { starts, members, placeOf };
}
