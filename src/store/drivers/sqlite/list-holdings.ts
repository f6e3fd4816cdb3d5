import type { Lists } from '../../snapshot-reader.ts';
import type { EntityRefs } from './entity-refs.ts';
import type { FileNames } from './file-names.ts';
import type { SnapshotTies } from './snapshot-ties.ts';

/** The entities of each account, and when it first acted on them. One walk notes the rows, which are then sorted by account. */
export function listHoldings(
  { accounts: { size }, refs }: FileNames,
  ties: SnapshotTies,
  accounts: Uint32Array,
): Lists {
  const placeOf = new Int32Array(size).fill(-1);
  accounts.forEach((account, place) => {
    if (account < size) placeOf[account] = place;
  });
  const starts = new Uint32Array(accounts.length + 1);
  const rows = noteRows(ties, placeOf, starts);
  for (let place = 0; place < accounts.length; place++) {
    starts[place + 1] = (starts[place + 1] as number) + (starts[place] as number);
  }
  const items = new Uint32Array(rows.length);
  const firstAt = new Float64Array(rows.length);
  const next = starts.slice();
  for (const row of rows) {
    const place = placeOf[ties.account[row] as number] as number;
    const slot = next[place] as number;
    next[place] = slot + 1;
    items[slot] = refs.put(ties.layer[row] as number, ties.entity[row] as number);
    firstAt[slot] = ties.at[row] as number;
  }
  return dropRepeats({ offsets: starts, items, firstAt }, refs);
}

/** The rows of the accounts that have a place; `counts[place + 1]` counts up for each. */
function noteRows({ account, blocks }: SnapshotTies, placeOf: Int32Array, counts: Uint32Array): Uint32Array {
  let rows = new Uint32Array(65_536);
  let length = 0;
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const place = placeOf[account[row] as number] as number;
      if (place < 0) continue;
      if (length === rows.length) {
        const grown = new Uint32Array(2 * length);
        grown.set(rows);
        rows = grown;
      }
      rows[length++] = row;
      counts[place + 1] = (counts[place + 1] as number) + 1;
    }
  }
  return rows.subarray(0, length);
}

/** In place: several ties of an account with an entity become one, with the earliest time. */
function dropRepeats({ offsets: starts, items, firstAt }: Lists, refs: EntityRefs): Lists {
  const stamps = new Uint32Array(refs.size);
  const offsets = new Uint32Array(starts.length);
  let kept = 0;
  for (let list = 0; list + 1 < starts.length; list++) {
    const before = kept;
    for (let i = starts[list] as number; i < (starts[list + 1] as number); i++) {
      const ref = items[i] as number;
      const at = firstAt[i] as number;
      const known = stamps[ref] as number;
      const isNew = known <= before;
      const place = isNew ? kept++ : known - 1;
      if (isNew) stamps[ref] = kept;
      const first = isNew ? Number.NaN : (firstAt[place] as number);
      items[place] = ref;
      firstAt[place] = Number.isNaN(first) || at < first ? at : first;
    }
    offsets[list + 1] = kept;
  }
  return { offsets, items: items.subarray(0, kept), firstAt: firstAt.subarray(0, kept) };
}
