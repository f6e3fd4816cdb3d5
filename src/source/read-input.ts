import { LockstepError } from '../model/errors.ts';
import { ByteFeed } from './byte-feed.ts';
import { detectFormat, HEAD_BYTES } from './detect-format.ts';
import type { OpenInput } from './open-input.ts';
import type { ReadOptions } from './read-options.ts';
import { readParquet } from './read-parquet.ts';
import { readGzip, readText } from './read-text.ts';
import type { RowSink } from './row-sink.ts';

/**
 * Reads one input into the sink's builder. Yields, after each piece, the bytes of the input read so far; there the caller may
 * take what the builder holds. Returns whether the input was whole; false when it ended early, and then its whole rows are in.
 */
export async function* readInput(
  input: OpenInput,
  sink: RowSink,
  options: ReadOptions,
): AsyncGenerator<number, boolean> {
  const feed = new ByteFeed(input.bytes());
  try {
    const format = detectFormat(input.name, await feed.peek(HEAD_BYTES));
    if (format === 'parquet') {
      if (input.openAt === null) {
        const advice = 'write it to a file and name that';
        throw new LockstepError(
          'input-unreadable',
          `${input.name} is Parquet, which cannot be read from a stream: ${advice}.`,
        );
      }
      await using file = await input.openAt();
      yield* readParquet(file.readAt, input.size, sink, options);
      return true;
    }
    const pieces = format === 'gzip' ? readGzip(feed, sink, options) : readText(feed, sink, options, () => true);
    try {
      for (;;) {
        const piece = await pieces.next();
        yield feed.received;
        if (piece.done === true) return piece.value ?? true;
      }
    } finally {
      // Who stops halfway has zlib's room given back at once.
      await pieces.return(true);
    }
  } finally {
    await feed.close();
  }
}
