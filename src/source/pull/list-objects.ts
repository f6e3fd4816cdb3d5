import type { IncomingMessage } from 'node:http';
import { matchesGlob } from 'node:path/posix';
import type { S3Source } from '../../config/source-choice.ts';
import { LockstepError } from '../../model/errors.ts';
import { compareText } from '../../model/string-table.ts';
import { openObject } from './read-object.ts';
import { createS3Client, type S3Client, type S3ClientOptions } from './s3-client.ts';
import type { PartList, SourcePart } from './source-part.ts';
import { readXml, textOf, type XmlElement } from './xml-elements.ts';

type ListedObject = { readonly key: string; readonly size: number; readonly etag: string };
type Page = { readonly objects: readonly ListedObject[]; readonly next: string | null };

/** A page holds at most 1,000 keys of at most 1,024 bytes, each sign of which may be three. */
const LONGEST_PAGE = 1 << 24;

/** The objects of a source, by ListObjectsV2, page by page. Throws `input-missing` when there is none. */
export async function listObjects(name: string, source: S3Source, options: S3ClientOptions = {}): Promise<PartList> {
  const client = await createS3Client(name, source, options);
  const { bucket, prefix, match } = source;
  const keys = new Map<string, ListedObject>();
  for (let token: string | null = ''; token !== null; ) {
    const page: Page = await askPage(client, source, token);
    for (const object of page.objects) {
      // What a console makes for a folder.
      if (object.key.endsWith('/') && object.size === 0) continue;
      if (match === null || matchesGlob(object.key, match)) keys.set(nameOf(bucket, object.key), object);
    }
    token = page.next;
  }
  if (keys.size === 0) {
    const which =
      match === null
        ? `begins with ${JSON.stringify(prefix)}`
        : `begins with ${JSON.stringify(prefix)} and fits ${match}`;
    throw new LockstepError(
      'input-missing',
      `Source ${name}: no object of bucket ${bucket} ${which}: check prefix and match.`,
    );
  }
  const parts = [...keys].map(([part, { size, etag }]): SourcePart => ({ name: part, size, stamp: `${size}@${etag}` }));
  return {
    parts: parts.sort((a, b) => compareText(a.name, b.name)),
    open: async (part) => {
      const object = keys.get(part.name);
      if (object === undefined) throw new Error(`${part.name} was not listed`);
      return openObject(client, part.name, object);
    },
  };
}

function nameOf(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

async function askPage(client: S3Client, { prefix }: S3Source, token: string): Promise<Page> {
  const query = {
    ...(token === '' ? {} : { 'continuation-token': token }),
    // Keys may hold what XML cannot.
    'encoding-type': 'url',
    'list-type': '2',
    ...(prefix === '' ? {} : { prefix }),
  };
  for (let failures = 0; ; ) {
    try {
      return readPage(client.name, await readWhole(await client.get('', query, {})));
    } catch (cause) {
      if (cause instanceof LockstepError) throw cause;
      await client.pause(++failures, cause);
    }
  }
}

async function readWhole(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LONGEST_PAGE) {
      answer.destroy();
      throw new Error('a list that does not end');
    }
  }
  return text;
}

function readPage(name: string, text: string): Page {
  const list = readXml(text.trim());
  if (list?.name !== 'ListBucketResult') {
    throw new LockstepError(
      'config',
      `Source ${name}: what answers at its endpoint lists no bucket as S3 does (ListObjectsV2): check endpoint.`,
    );
  }
  const isEncoded = textOf(list, 'EncodingType') === 'url';
  const objects = list.children
    .filter((child) => child.name === 'Contents')
    .map((child) => readObject(child, isEncoded))
    .filter((object) => object !== null);
  const isCut = textOf(list, 'IsTruncated') === 'true';
  const next = isCut ? textOf(list, 'NextContinuationToken') : null;
  if (isCut && (next ?? '') === '') throw new Error('a list that says it goes on and not where');
  return { objects, next };
}

function readObject(element: XmlElement, isEncoded: boolean): ListedObject | null {
  const key = textOf(element, 'Key');
  const size = Number(textOf(element, 'Size') ?? Number.NaN);
  const etag = textOf(element, 'ETag') ?? '';
  if (key === null || !Number.isSafeInteger(size)) return null;
  return { key: isEncoded ? decodeURIComponent(key.replaceAll('+', ' ')) : key, size, etag };
}
