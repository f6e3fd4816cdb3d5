/** Pairs that are found one by one, in arrays that grow: numbers beside each pair in as many columns as asked for. */
export type PairList = {
  readonly length: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly columns: readonly Float64Array[];
};

export class PairCollector {
  #length = 0;
  #a = new Uint32Array(1_024);
  #b = new Uint32Array(1_024);
  readonly #columns: Float64Array[];

  constructor(columns: number) {
    this.#columns = Array.from({ length: columns }, () => new Float64Array(1_024));
  }

  /** Adds a pair; its numbers are then set by `set`. */
  add(a: number, b: number): void {
    if (this.#length === this.#a.length) this.#grow();
    this.#a[this.#length] = a;
    this.#b[this.#length++] = b;
  }

  /** Sets a number of the pair that was added last. */
  set(column: number, value: number): void {
    (this.#columns[column] as Float64Array)[this.#length - 1] = value;
  }

  list(): PairList {
    const length = this.#length;
    return {
      length,
      a: this.#a.slice(0, length),
      b: this.#b.slice(0, length),
      columns: this.#columns.map((column) => column.slice(0, length)),
    };
  }

  #grow(): void {
    const room = this.#a.length * 2;
    this.#a = copied(this.#a, new Uint32Array(room));
    this.#b = copied(this.#b, new Uint32Array(room));
    this.#columns.forEach((column, c) => {
      this.#columns[c] = copied(column, new Float64Array(room));
    });
  }
}

function copied<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
