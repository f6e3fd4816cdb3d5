const MINUS = 0x2d;
const ZERO = 0x30;

/** ASCII that grows: numbers as decimal digits, without a string for each. */
export class DecimalWriter {
  bytes: Uint8Array<ArrayBuffer>;
  filled = 0;

  constructor(roomBytes: number) {
    this.bytes = new Uint8Array(roomBytes);
  }

  /** A safe integer. */
  integer(value: number): void {
    this.makeRoom(20);
    let rest = value;
    if (rest < 0) {
      this.bytes[this.filled++] = MINUS;
      rest = -rest;
    }
    let places = 1;
    for (let power = 10; power <= rest; power *= 10) places++;
    this.digits(rest, places);
  }

  /** The last `places` decimal digits of a safe integer that is not negative. */
  digits(value: number, places: number): void {
    this.makeRoom(places);
    let rest = value;
    for (let at = this.filled + places - 1; at >= this.filled; at--) {
      const tenth = Math.floor(rest / 10);
      this.bytes[at] = ZERO + (rest - 10 * tenth);
      rest = tenth;
    }
    this.filled += places;
  }

  text(ascii: string): void {
    this.makeRoom(ascii.length);
    for (let i = 0; i < ascii.length; i++) this.bytes[this.filled++] = ascii.charCodeAt(i);
  }

  private makeRoom(more: number): void {
    if (this.filled + more <= this.bytes.length) return;
    const grown = new Uint8Array(2 * this.bytes.length + more);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}
