/** Bytes of a stream, handed out in pieces of the asked size, whatever the sizes they came in. */
export class ByteFeed {
  /** Bytes that came from the stream so far. */
  received = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array(0);
  private isOver = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes; fewer only at the end of the stream. */
  async take(count: number): Promise<Uint8Array> {
    await this.hold(count);
    const piece = this.held.subarray(0, count);
    this.held = this.held.subarray(piece.length);
    return piece;
  }

  /** What `take` would return, without taking it. */
  async peek(count: number): Promise<Uint8Array> {
    await this.hold(count);
    return this.held.subarray(0, count);
  }

  /** What is at hand, or else the next that comes; `null` at the end. */
  async takeAny(): Promise<Uint8Array | null> {
    await this.hold(1);
    const piece = this.held;
    this.held = new Uint8Array(0);
    return piece.length === 0 ? null : piece;
  }

  /** Puts back the last bytes taken. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length > 0) this.held = this.held.length === 0 ? bytes : Buffer.concat([bytes, this.held]);
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async hold(count: number): Promise<void> {
    let length = this.held.length;
    if (length >= count || this.isOver) return;
    const parts = length === 0 ? [] : [this.held];
    while (length < count) {
      const { value, done } = await this.chunks.next();
      if (done === true) {
        this.isOver = true;
        break;
      }
      parts.push(value);
      length += value.length;
      this.received += value.length;
    }
    const [first] = parts;
    if (first !== undefined) this.held = parts.length === 1 ? first : Buffer.concat(parts, length);
  }
}
