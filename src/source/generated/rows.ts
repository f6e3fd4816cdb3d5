/** Rows of a world as numbers, to be named when they are written. `at` is ms since 1970, `NaN` when unknown. */
export type RowBlock = {
  readonly length: number;
  readonly account: Uint32Array;
  readonly layer: Uint8Array;
  readonly entity: Uint32Array;
  readonly at: Float64Array;
};

/** Collects rows, and hands them on in blocks. The arrays of a block are its own. */
export class Rows {
  private length = 0;
  private start = 0;
  private account = new Uint32Array(1024);
  private layer = new Uint8Array(1024);
  private entity = new Uint32Array(1024);
  private at = new Float64Array(1024);

  get waiting(): number {
    return this.length - this.start;
  }

  add(account: number, layer: number, entity: number, at: number): void {
    if (this.length === this.account.length) this.makeRoom();
    const place = this.length++;
    this.account[place] = account;
    this.layer[place] = layer;
    this.entity[place] = entity;
    this.at[place] = at;
  }

  take(most: number): RowBlock {
    const from = this.start;
    const to = Math.min(this.length, from + most);
    this.start = to;
    return {
      length: to - from,
      account: this.account.slice(from, to),
      layer: this.layer.slice(from, to),
      entity: this.entity.slice(from, to),
      at: this.at.slice(from, to),
    };
  }

  /** Moves what waits to the front, and grows when that frees less than half. */
  private makeRoom(): void {
    const { start, length } = this;
    const room = start * 2 > length ? length : length * 2;
    const moved = <Column extends Uint32Array | Uint8Array | Float64Array>(column: Column, grown: Column): Column => {
      grown.set(column.subarray(start, length));
      return grown;
    };
    this.account = moved(this.account, new Uint32Array(room));
    this.layer = moved(this.layer, new Uint8Array(room));
    this.entity = moved(this.entity, new Uint32Array(room));
    this.at = moved(this.at, new Float64Array(room));
    this.length -= start;
    this.start = 0;
  }
}
