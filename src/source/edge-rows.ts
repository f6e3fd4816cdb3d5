/** Rows of a block at most: growth copies nothing, and the last block wastes little. */
const LARGEST_BLOCK = 1 << 20;
const FIRST_BLOCK = 1 << 10;

type Block = {
  readonly account: Uint32Array;
  readonly layer: Uint16Array;
  readonly entity: Uint32Array;
  readonly at: Float64Array;
  event: Uint32Array | null;
  source: Uint32Array | null;
  weight: Float64Array | null;
};

export type RowColumns = {
  readonly length: number;
  readonly account: Uint32Array;
  readonly layer: Uint16Array;
  readonly entity: Uint32Array;
  readonly at: Float64Array;
  readonly event: Uint32Array | null;
  readonly source: Uint32Array | null;
  readonly weight: Float64Array | null;
};

/** Columns that grow by blocks: 18 B a row, and 4, 4 and 8 more once a row has an event, a source, a weight. */
export class EdgeRows {
  private readonly blocks: Block[] = [];
  private block: Block = createBlock(FIRST_BLOCK);
  private filled = 0;
  private before = 0;

  get length(): number {
    return this.before + this.filled;
  }

  /** `event` and `source` 0 = has none, `weight` 1 = has none. */
  push(
    account: number,
    layer: number,
    entity: number,
    at: number,
    event: number,
    source: number,
    weight: number,
  ): void {
    if (this.filled === this.block.account.length) this.grow();
    const { block } = this;
    const row = this.filled++;
    block.account[row] = account;
    block.layer[row] = layer;
    block.entity[row] = entity;
    block.at[row] = at;
    if (event !== 0) {
      block.event ??= new Uint32Array(block.account.length);
      block.event[row] = event;
    }
    if (source !== 0) {
      block.source ??= new Uint32Array(block.account.length);
      block.source[row] = source;
    }
    if (weight !== 1) {
      block.weight ??= new Float64Array(block.account.length).fill(1);
      block.weight[row] = weight;
    }
  }

  clear(): void {
    this.blocks.length = 0;
    this.block = createBlock(FIRST_BLOCK);
    this.filled = 0;
    this.before = 0;
  }

  /** The rows in arrays of exactly their size, column after column. */
  toColumns(): RowColumns {
    const { length } = this;
    const last = this.block;
    const blocks = [...this.blocks, last];
    const join = <Column extends Uint32Array | Uint16Array | Float64Array>(
      whole: Column,
      part: (block: Block) => Column | null,
    ): Column => {
      let row = 0;
      for (const block of blocks) {
        const rows = block === last ? this.filled : block.account.length;
        const column = part(block);
        if (column !== null) whole.set(column.subarray(0, rows), row);
        row += rows;
      }
      return whole;
    };
    const has = (part: (block: Block) => unknown) => blocks.some((block) => part(block) !== null);
    return {
      length,
      account: join(new Uint32Array(length), (block) => block.account),
      layer: join(new Uint16Array(length), (block) => block.layer),
      entity: join(new Uint32Array(length), (block) => block.entity),
      at: join(new Float64Array(length), (block) => block.at),
      event: has((block) => block.event) ? join(new Uint32Array(length), (block) => block.event) : null,
      source: has((block) => block.source) ? join(new Uint32Array(length), (block) => block.source) : null,
      weight: has((block) => block.weight) ? join(new Float64Array(length).fill(1), (block) => block.weight) : null,
    };
  }

  private grow(): void {
    this.blocks.push(this.block);
    this.before += this.filled;
    this.block = createBlock(Math.min(LARGEST_BLOCK, 2 * this.block.account.length));
    this.filled = 0;
  }
}

function createBlock(rows: number): Block {
  return {
    account: new Uint32Array(rows),
    layer: new Uint16Array(rows),
    entity: new Uint32Array(rows),
    at: new Float64Array(rows),
    event: null,
    source: null,
    weight: null,
  };
}
