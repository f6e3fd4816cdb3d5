import { crc32, createInflateRaw } from 'node:zlib';
import { LockstepError } from '../model/errors.ts';
import type { ByteFeed } from './byte-feed.ts';
import { skipGzipHeader } from './gzip-header.ts';
import type { ReadOptions } from './read-options.ts';

const OUTPUT_BYTES = 1 << 20;
/** zlib gives nothing of a piece that it fails in, so a piece is a 16th of what went before: that much is lost at most. */
const SMALLEST_PIECE = 64;
const LARGEST_PIECE = 1 << 15;
/** Below this an opened gzip harms nobody, whatever its ratio. */
const HARMLESS_BYTES = 1 << 26;

/**
 * Opens a gzip of any number of members (RFC 1952), member by member, so that its end is known for certain: Node's own
 * stream takes a second member with a broken header, or cut short within it, for trailing garbage and says nothing.
 *
 * What comes before damage is handed out, and `isWhole` tells afterwards. A bomb is stopped with `over-limit`.
 */
export class Gunzip {
  /** False from where the gzip was cut or stopped making sense. */
  isWhole = true;
  private readonly feed: ByteFeed;
  private readonly name: string;
  private readonly limits: Pick<ReadOptions, 'maxExpandedBytes' | 'maxExpandedRatio'>;
  private taken = 0;
  private given = 0;

  constructor(feed: ByteFeed, name: string, limits: Pick<ReadOptions, 'maxExpandedBytes' | 'maxExpandedRatio'>) {
    this.feed = feed;
    this.name = name;
    this.limits = limits;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    do {
      this.isWhole = await skipGzipHeader(this.feed);
      if (!this.isWhole) return;
      let checksum = 0;
      let length = 0;
      for await (const chunk of this.inflate()) {
        checksum = crc32(chunk, checksum);
        length += chunk.length;
        this.given += chunk.length;
        this.stopBomb();
        yield chunk;
      }
      this.isWhole &&= await this.matchesTrailer(checksum, length);
    } while (this.isWhole && (await this.hasNextMember()));
  }

  /** One member's deflated data; `isWhole` turns false when it does not come to its end. */
  private async *inflate(): AsyncGenerator<Uint8Array> {
    const inflater = createInflateRaw({ chunkSize: OUTPUT_BYTES });
    let ready: Uint8Array[] = [];
    let isOver = false;
    let wake = (): void => {};
    inflater.on('data', (chunk: Uint8Array) => ready.push(chunk));
    inflater.on('end', () => {
      isOver = true;
      wake();
    });
    inflater.on('error', () => {
      this.isWhole = false;
      wake();
    });
    try {
      while (!isOver && this.isWhole) {
        const size = Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, this.taken >> 4));
        const piece = await this.feed.take(size);
        if (piece.length === 0) this.isWhole = false;
        const before = inflater.bytesWritten;
        const written = new Promise<void>((resolve) => {
          wake = resolve;
          if (piece.length === 0) resolve();
          else inflater.write(piece, () => resolve());
        });
        // While zlib works on this piece in its thread, what came out of the one before is read here.
        const done = ready;
        ready = [];
        yield* done;
        await written;
        const consumed = isOver ? inflater.bytesWritten - before : piece.length;
        this.feed.putBack(piece.subarray(consumed));
        this.taken += consumed;
      }
      yield* ready;
    } finally {
      inflater.destroy();
    }
  }

  private async matchesTrailer(checksum: number, length: number): Promise<boolean> {
    const trailer = await this.feed.take(8);
    if (trailer.length < 8) return false;
    const view = new DataView(trailer.buffer, trailer.byteOffset, 8);
    return view.getUint32(0, true) === checksum && view.getUint32(4, true) === length % 2 ** 32;
  }

  /** Zeros after a member are padding; anything else must be a member, or `skipGzipHeader` calls it damage. */
  private async hasNextMember(): Promise<boolean> {
    for (;;) {
      const [byte] = await this.feed.peek(1);
      if (byte === undefined) return false;
      if (byte !== 0) return true;
      await this.feed.take(1);
    }
  }

  private stopBomb(): void {
    const { maxExpandedBytes, maxExpandedRatio } = this.limits;
    const isBomb = this.given > HARMLESS_BYTES && this.given > maxExpandedRatio * this.feed.received;
    if (!isBomb && this.given <= maxExpandedBytes) return;
    const limit = isBomb ? `${maxExpandedRatio} times its size` : `${maxExpandedBytes} bytes`;
    throw new LockstepError(
      'over-limit',
      `${this.name} opens to more than ${limit} and reading was stopped: if it is no bomb, unpack it first and name the plain file.`,
    );
  }
}
