import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type S3Request = { readonly path: string; readonly range: string | null; readonly status: number };

/** What the server does to a request instead of answering it in full; `null` = nothing. */
export type S3Fault =
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** Ends the connection after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Ends the connection before an answer. */
  | { readonly kind: 'drop' }
  /** Sends the whole object, whatever range was asked for. */
  | { readonly kind: 'whole' };

export type S3Server = AsyncDisposable & {
  readonly endpoint: string;
  readonly objects: Map<string, Uint8Array>;
  readonly requests: readonly S3Request[];
  /** Asked for each request, before it is answered. */
  fault: (request: IncomingMessage) => S3Fault | null;
};

export const S3_KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const REGION = 'eu-central-1';
const BUCKET = 'edges';

/**
 * A small S3 of one bucket: lists by ListObjectsV2 in pages of `pageSize`, answers ranges, and takes only requests whose AWS
 * Signature Version 4 is the one that it computes itself from what arrived.
 */
export async function openS3Server({ pageSize = 3, isPublic = false } = {}): Promise<S3Server> {
  const objects = new Map<string, Uint8Array>();
  const requests: S3Request[] = [];
  const server = createServer((request, response) => {
    const fault = state.fault(request);
    const status = answer(request, response, fault, { objects, pageSize, isPublic });
    requests.push({ path: request.url ?? '', range: request.headers.range ?? null, status });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const state: S3Server = {
    endpoint: `http://127.0.0.1:${address.port}`,
    objects,
    requests,
    fault: () => null,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return state;
}

type Shelf = {
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly pageSize: number;
  readonly isPublic: boolean;
};

function answer(request: IncomingMessage, response: ServerResponse, fault: S3Fault | null, shelf: Shelf): number {
  const refuse = (status: number, code: string): number => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>no</Message></Error>`);
    return status;
  };
  if (fault?.kind === 'drop') {
    request.socket.destroy();
    return 0;
  }
  if (fault?.kind === 'status') return refuse(fault.status, fault.code);
  const wrong = shelf.isPublic ? null : reasonAgainst(request);
  if (wrong !== null) return refuse(403, wrong);
  const [path = '', search = ''] = (request.url ?? '').split('?');
  const [bucket, ...rest] = path.slice(1).split('/');
  if (bucket !== BUCKET) return refuse(404, 'NoSuchBucket');
  const key = decodeURIComponent(rest.join('/'));
  if (key === '') return list(search, response, shelf, fault);
  const object = shelf.objects.get(key);
  if (object === undefined) return refuse(404, 'NoSuchKey');
  const match = request.headers['if-match'];
  if (match !== undefined && match !== etagOf(object)) return refuse(412, 'PreconditionFailed');
  return send(request, response, object, fault);
}

function send(request: IncomingMessage, response: ServerResponse, object: Uint8Array, fault: S3Fault | null): number {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const isWhole = from === undefined || fault?.kind === 'whole';
  const body = isWhole ? object : object.subarray(Number(from), Number(to) + 1);
  const status = isWhole ? 200 : 206;
  response.writeHead(status, {
    'content-length': body.length,
    etag: etagOf(object),
    // As it was stored: a client that opens it on the way could ask for no place in it.
    ...(object[0] === 0x1f ? { 'content-encoding': 'gzip' } : {}),
    ...(isWhole ? {} : { 'content-range': `bytes ${from}-${to}/${object.length}` }),
  });
  if (fault?.kind !== 'cut') response.end(body);
  else response.write(body.subarray(0, fault.after), () => setTimeout(() => request.socket.destroy(), 5));
  return status;
}

function list(search: string, response: ServerResponse, { objects, pageSize }: Shelf, fault: S3Fault | null): number {
  const query = new Map(search.split('&').map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]));
  if (query.get('list-type') !== '2') return response.writeHead(400).end().statusCode;
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
  const rest = keys.filter((key) => key > after);
  const page = rest.slice(0, pageSize);
  const encoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
  const contents = page.map((key) => {
    const object = objects.get(key) ?? new Uint8Array(0);
    const etag = etagOf(object).replaceAll('"', '&quot;');
    return `<Contents><Key>${encoded(key)}</Key><ETag>${etag}</ETag><Size>${object.length}</Size><StorageClass/></Contents>`;
  });
  const isCut = rest.length > page.length;
  const token = Buffer.from(page.at(-1) ?? '').toString('base64');
  const next = isCut ? `<NextContinuationToken>${token}</NextContinuationToken>` : '';
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><EncodingType>url</EncodingType>
<IsTruncated>${isCut}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) });
  if (fault?.kind === 'cut')
    response.write(body.slice(0, fault.after), () => setTimeout(() => response.socket?.destroy(), 5));
  else response.end(body);
  return 200;
}

function etagOf(object: Uint8Array): string {
  return `"${createHash('md5').update(object).digest('hex')}"`;
}

/** Computes the signature from what arrived, as the server's side of AWS Signature Version 4. `null` = it is the one sent. */
function reasonAgainst(request: IncomingMessage): string | null {
  const { headers, method = '', url = '' } = request;
  const authorization =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const [, id, day = '', region, signedHeaders = '', signature] = authorization ?? [];
  if (id !== S3_KEYS.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== REGION) return 'AuthorizationHeaderMalformed';
  const time = String(headers['x-amz-date']);
  const sentAt = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - sentAt) < 900_000) || !time.startsWith(day)) return 'RequestTimeTooSkewed';
  const names = signedHeaders.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return 'AccessDenied';
  const [path = '', search = ''] = url.split('?');
  const strict = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const canonicalQuery = search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) =>
      pair
        .split('=')
        .map((part) => strict(decodeURIComponent(part)))
        .join('='),
    )
    .sort()
    .join('&');
  const canonical = [
    method,
    path
      .split('/')
      .map((part) => strict(decodeURIComponent(part)))
      .join('/'),
    canonicalQuery,
    ...names.map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', time, `${day}/${region}/s3/aws4_request`, hash].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = ['s3', 'aws4_request'].reduce<Buffer>(hmac, hmac(hmac(`AWS4${S3_KEYS.secretAccessKey}`, day), region));
  return hmac(key, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}
