/**
 * Pairs as they are found, row by row: the partners of account `from`, then those of `from + 1`, and so on. Columns
 * grow by chunks, so that nothing is ever copied to make room and threads hand them over without a copy.
 */

export type Columns = { readonly [name: string]: Uint8Array | Uint32Array | Float64Array };

/** `length` rows of each column are in use. */
export type Chunk<C extends Columns> = { readonly columns: C; readonly length: number };

export type PairRows<C extends Columns> = {
  readonly from: number;
  /** How many pairs each account from `from` on has. */
  readonly rowLengths: Uint32Array;
  readonly chunks: readonly Chunk<C>[];
};

export type PairSink<C extends Columns> = {
  /** Columns with room for `length` more pairs, and the place of the first. */
  readonly reserve: (length: number) => { readonly columns: C; readonly at: number };
  readonly chunks: () => readonly Chunk<C>[];
};

const CHUNK = 1 << 16;

export function createPairSink<C extends Columns>(create: (capacity: number) => C): PairSink<C> {
  const full: Chunk<C>[] = [];
  let capacity = 0;
  let length = 0;
  let columns = create(0);
  const close = (): void => {
    if (length > 0) full.push({ columns, length });
  };
  return {
    reserve: (more) => {
      if (length + more > capacity) {
        close();
        capacity = Math.max(CHUNK, more);
        columns = create(capacity);
        length = 0;
      }
      const at = length;
      length += more;
      return { columns, at };
    },
    chunks: () => {
      close();
      length = 0;
      capacity = 0;
      return full;
    },
  };
}

export type Joined<C extends Columns> = { readonly length: number; readonly columns: C };

/** One set of columns out of many, in their order. */
export function joinChunks<C extends Columns>(chunks: readonly Chunk<C>[], create: (capacity: number) => C): Joined<C> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const columns = create(length);
  for (const name of Object.keys(columns)) {
    let place = 0;
    for (const chunk of chunks) {
      const column = chunk.columns[name];
      if (column === undefined) continue;
      columns[name]?.set(column.subarray(0, chunk.length), place);
      place += chunk.length;
    }
  }
  return { length, columns };
}

/** Rows that follow each other as one list of pairs. */
export function joinPairRows<C extends Columns>(
  ranges: readonly PairRows<C>[],
  create: (capacity: number) => C,
): Joined<C> & { readonly a: Uint32Array } {
  const joined = joinChunks(
    ranges.flatMap((range) => range.chunks),
    create,
  );
  return { ...joined, a: repeatRows(ranges, joined.length) };
}

function repeatRows(ranges: readonly PairRows<Columns>[], length: number): Uint32Array {
  const a = new Uint32Array(length);
  let place = 0;
  for (const { from, rowLengths } of ranges) {
    for (let row = 0; row < rowLengths.length; row++) {
      for (let left = rowLengths[row] as number; left > 0; left--) a[place++] = from + row;
    }
  }
  return a;
}
