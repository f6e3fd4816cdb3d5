import type { OpenInput } from '../open-input.ts';
import type { S3Client } from './s3-client.ts';

type StoredObject = { readonly key: string; readonly size: number; readonly etag: string };

/** An object as an input, of which any place can be read. */
export function openObject(client: S3Client, name: string, object: StoredObject): OpenInput {
  return {
    name,
    size: object.size,
    bytes: () => readRange(client, object, 0, object.size),
    openAt: async () => ({
      readAt: async (start, length) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of readRange(client, object, start, start + length)) chunks.push(chunk);
        return Buffer.concat(chunks);
      },
      [Symbol.asyncDispose]: async () => {},
    }),
  };
}

/**
 * The bytes [from, to) of an object, as far as it has them. Where the connection ends before they do, the rest is asked for, of
 * the same object only: one that was written since does not answer.
 */
async function* readRange(
  client: S3Client,
  { key, size, etag }: StoredObject,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array> {
  const end = Math.min(to, size);
  let position = from;
  for (let failures = 0; position < end; ) {
    const range = { range: `bytes=${position}-${end - 1}` };
    const answer = await client.get(key, {}, etag === '' ? range : { ...range, 'if-match': etag });
    // Who knows no ranges sends all.
    let ahead = answer.statusCode === 206 ? 0 : position;
    try {
      for await (const chunk of answer as AsyncIterable<Uint8Array>) {
        const piece = chunk.subarray(ahead).subarray(0, end - position);
        ahead = Math.max(0, ahead - chunk.length);
        if (piece.length === 0) continue;
        position += piece.length;
        failures = 0;
        yield piece;
      }
      if (position < end) throw new Error('the object ended early');
    } catch (cause) {
      await client.pause(++failures, cause);
    }
  }
}
