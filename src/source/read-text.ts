import { ByteFeed } from './byte-feed.ts';
import { CsvScanner } from './csv-scanner.ts';
import { bomLength, detectText, HEAD_BYTES } from './detect-format.ts';
import { Gunzip } from './gunzip.ts';
import { NdjsonScanner } from './ndjson-scanner.ts';
import type { ReadOptions } from './read-options.ts';
import type { RowSink } from './row-sink.ts';
import { scanText } from './scan-text.ts';
import { separatorOf } from './separator.ts';

/** Reads plain CSV or NDJSON; see `readInput`. */
export async function* readText(
  text: ByteFeed,
  sink: RowSink,
  options: ReadOptions,
  isWhole: () => boolean,
): AsyncGenerator<void> {
  const head = await text.peek(HEAD_BYTES);
  const format = detectText(sink.file, head);
  const bom = bomLength(head);
  const scanner =
    format === 'ndjson'
      ? new NdjsonScanner(sink, options.longestFieldBytes)
      : new CsvScanner(sink, options.longestFieldBytes, separatorOf(head.subarray(bom)));
  await text.take(bom);
  yield* scanText(text, scanner, isWhole);
}

/** Reads gzipped CSV or NDJSON; see `readInput`. */
export async function* readGzip(feed: ByteFeed, sink: RowSink, options: ReadOptions): AsyncGenerator<void, boolean> {
  const gunzip = new Gunzip(feed, sink.file, options);
  const text = new ByteFeed(gunzip.chunks());
  try {
    yield* readText(text, sink, options, () => gunzip.isWhole);
  } finally {
    await text.close();
  }
  return gunzip.isWhole;
}
