import type { SnapshotTies } from './snapshot-ties.ts';

/**
 * A number for some of the (layer, entity). In a hot loop most entities have none: one byte an entity tells, which stays in
 * the cache, before the array of its layer is read.
 */
export type EntitySlots = {
  readonly put: (layer: number, entity: number, slot: number) => void;
  /** -1 when it has none. */
  readonly get: (layer: number, entity: number) => number;
};

export function createEntitySlots(entityCount: number): EntitySlots {
  const isUsed = new Uint8Array(entityCount);
  const layers: (Int32Array | undefined)[] = [];
  return {
    put: (layer, entity, slot) => {
      let slots = layers[layer];
      if (slots === undefined) {
        slots = new Int32Array(entityCount);
        layers[layer] = slots;
      }
      isUsed[entity] = 1;
      slots[entity] = slot + 1;
    },
    get: (layer, entity) => {
      if (isUsed[entity] === 0) return -1;
      const slots = layers[layer];
      return slots === undefined ? -1 : (slots[entity] as number) - 1;
    },
  };
}

/** The distinct accounts of the entity in slot `s`: `accounts[offsets[s] .. offsets[s + 1])`. */
export type Holders = { readonly offsets: Uint32Array; readonly accounts: Uint32Array };

/** One walk notes the ties, which are then sorted by slot by counting, and freed of repeats by stamps. */
export function listHolders(ties: SnapshotTies, slots: EntitySlots, slotCount: number, accountCount: number): Holders {
  let noted = new Uint32Array(2 * 65_536);
  let length = 0;
  const starts = new Uint32Array(slotCount + 1);
  ties.forEach((account, layer, entity) => {
    const slot = slots.get(layer, entity);
    if (slot < 0) return;
    if (length === noted.length) {
      const grown = new Uint32Array(2 * length);
      grown.set(noted);
      noted = grown;
    }
    noted[length] = slot;
    noted[length + 1] = account;
    length += 2;
    starts[slot + 1] = (starts[slot + 1] as number) + 1;
  });
  for (let slot = 0; slot < slotCount; slot++) {
    starts[slot + 1] = (starts[slot + 1] as number) + (starts[slot] as number);
  }
  const accounts = new Uint32Array(length / 2);
  const next = starts.slice();
  for (let i = 0; i < length; i += 2) {
    const slot = noted[i] as number;
    const place = next[slot] as number;
    accounts[place] = noted[i + 1] as number;
    next[slot] = place + 1;
  }
  return dropRepeats(starts, accounts, slotCount, accountCount);
}

function dropRepeats(starts: Uint32Array, accounts: Uint32Array, slotCount: number, accountCount: number): Holders {
  const stamps = new Uint32Array(accountCount);
  const offsets = new Uint32Array(slotCount + 1);
  let kept = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    for (let i = starts[slot] as number; i < (starts[slot + 1] as number); i++) {
      const account = accounts[i] as number;
      if (stamps[account] === slot + 1) continue;
      stamps[account] = slot + 1;
      accounts[kept++] = account;
    }
    offsets[slot + 1] = kept;
  }
  return { offsets, accounts: accounts.subarray(0, kept) };
}
