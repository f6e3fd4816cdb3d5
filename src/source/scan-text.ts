import type { ByteFeed } from './byte-feed.ts';

export type TextScanner = {
  /** Reads what is whole of `bytes[0 .. length)` and returns how far that goes; may overwrite `bytes[length]`. */
  readonly scan: (bytes: Uint8Array, length: number, isEnd: boolean) => number;
};

const WINDOW_BYTES = 1 << 20;

/**
 * Feeds a scanner with the rest of `text`: what it leaves of one piece stands before the next. Yields after each piece.
 * The last row of a text that was cut (`isWhole` false once it has ended) is left out, for nobody knows how it went on.
 */
export async function* scanText(text: ByteFeed, scanner: TextScanner, isWhole: () => boolean): AsyncGenerator<void> {
  let window: Uint8Array<ArrayBuffer> = new Uint8Array(WINDOW_BYTES);
  let filled = 0;
  for (let piece = await text.takeAny(); piece !== null; piece = await text.takeAny()) {
    const needed = filled + piece.length + 1;
    if (needed > window.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * window.length));
      grown.set(window.subarray(0, filled));
      window = grown;
    }
    window.set(piece, filled);
    filled += piece.length;
    const consumed = scanner.scan(window, filled, false);
    window.copyWithin(0, consumed, filled);
    filled -= consumed;
    yield;
  }
  if (isWhole()) scanner.scan(window, filled, true);
}
