import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export type WrittenFile = {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Of a gzip file also what it unpacks to: packed bytes may differ between versions of zlib, these never. */
  readonly unpacked_bytes?: number;
  readonly unpacked_sha256?: string;
};

export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Renderers yield a line at a time; the disk and the hash want more at once. */
const BLOCK_BYTES = 256 * 1024;

/** On tables of pairs level 3 takes a third of the time of level 6, for a tenth more bytes. */
const PACKING_LEVEL = 3;

type Tally = { readonly digest: Hash; bytes: number };

/**
 * Writes chunks to `folder/name` and to the disk itself, packed when the name ends in .gz.
 * Node's gzip header carries no time and no name, so the same chunks are the same bytes.
 */
export async function writeFileChunks(
  folder: string,
  name: string,
  chunks: Chunks,
  packingLevel = PACKING_LEVEL,
): Promise<WrittenFile> {
  const plain: Tally = { digest: createHash('sha256'), bytes: 0 };
  const file = createWriteStream(join(folder, name), { flags: 'wx', flush: true });
  if (!name.endsWith('.gz')) {
    await pipeline(tally(inBlocks(chunks), plain), file);
    return { name, bytes: plain.bytes, sha256: plain.digest.digest('hex') };
  }
  const packed: Tally = { digest: createHash('sha256'), bytes: 0 };
  await pipeline(
    tally(inBlocks(chunks), plain),
    createGzip({ level: packingLevel }),
    (bytes: AsyncIterable<Uint8Array>) => tally(bytes, packed),
    file,
  );
  return {
    name,
    bytes: packed.bytes,
    sha256: packed.digest.digest('hex'),
    unpacked_bytes: plain.bytes,
    unpacked_sha256: plain.digest.digest('hex'),
  };
}

async function* tally(chunks: AsyncIterable<Uint8Array>, count: Tally): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count.digest.update(chunk);
    count.bytes += chunk.length;
    yield chunk;
  }
}

/** Text and bytes as blocks of about `BLOCK_BYTES`. */
export async function* inBlocks(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let text = '';
  const flushText = (): void => {
    if (text === '') return;
    const bytes = Buffer.from(text, 'utf8');
    parts.push(bytes);
    size += bytes.length;
    text = '';
  };
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      text += chunk;
    } else {
      flushText();
      parts.push(chunk);
      size += chunk.length;
    }
    if (size + text.length < BLOCK_BYTES) continue;
    flushText();
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  flushText();
  if (size > 0) yield Buffer.concat(parts);
}
