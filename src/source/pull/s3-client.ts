import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Source } from '../../config/source-choice.ts';
import { LockstepError } from '../../model/errors.ts';
import { explainS3 } from './explain-s3.ts';
import { openHttp } from './open-http.ts';
import { readXml, textOf } from './xml-elements.ts';

export type S3Query = { readonly [name: string]: string };

/** Asks one bucket for things. */
export type S3Client = {
  /** How messages call the source. */
  readonly name: string;
  /** The body of an answer with status 200 or 206, not yet read. `key` '' asks for the bucket. */
  readonly get: (key: string, query: S3Query, headers: { readonly [name: string]: string }) => Promise<IncomingMessage>;
  /** Waits before an attempt after `failures` ones that failed; throws when there have been enough. */
  readonly pause: (failures: number, cause: unknown) => Promise<void>;
};

export type S3ClientOptions = {
  /** The first pause; each further one is up to twice as long. */
  readonly firstPauseMs?: number;
};

const MOST_FAILURES = 6;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** An answer that tells of an error is a few lines. */
const LONGEST_ERROR = 1 << 16;

/**
 * Requests are signed by AWS Signature Version 4, if there are credentials, and sent by `node:http`: `fetch` would open what is
 * stored with `Content-Encoding: gzip`, and then no place in an object could be asked for again. What may pass (no answer, 429,
 * 5xx) is asked again, with pauses.
 */
export async function createS3Client(
  name: string,
  source: S3Source,
  { firstPauseMs = FIRST_PAUSE_MS }: S3ClientOptions = {},
): Promise<S3Client> {
  const sign = await createSigner(source);
  const request = openHttp();
  const base = `${source.endpoint.replace(/\/+$/, '')}/${encode(source.bucket)}`;
  const pause: S3Client['pause'] = async (failures, cause) => {
    if (failures >= MOST_FAILURES) throw explainS3(name, source, cause);
    const longest = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** failures);
    await sleep(longest * (0.5 + Math.random() / 2));
  };
  return {
    name,
    pause,
    get: async (key, query, headers) => {
      const url = urlOf(base, key, query, name);
      for (let failures = 0; ; ) {
        const answer = await request(url, await sign(url, headers)).catch((error: Error) => error);
        if (!(answer instanceof Error) && (answer.statusCode === 200 || answer.statusCode === 206)) return answer;
        const cause = answer instanceof Error ? answer : await readRefusal(answer);
        if (cause instanceof S3Refusal && !cause.mayPass) throw explainS3(name, source, cause);
        await pause(++failures, cause);
      }
    },
  };
}

/** An answer that is none of what was asked for. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }

  get mayPass(): boolean {
    return this.status >= 500 || this.status === 429 || this.code === 'RequestTimeout';
  }
}

async function readRefusal(answer: IncomingMessage): Promise<S3Refusal> {
  let body = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      body += chunk;
      if (body.length > LONGEST_ERROR) break;
    }
  } catch {
    // The status tells enough.
  }
  answer.destroy();
  const error = readXml(body.trim());
  const code = error === null ? '' : (textOf(error, 'Code') ?? '');
  return new S3Refusal(answer.statusCode ?? 0, /^\w{1,64}$/.test(code) ? code : '');
}

type Signer = (url: URL, headers: { readonly [name: string]: string }) => Promise<IncomingHttpHeaders>;

async function createSigner({ credentials, region }: S3Source): Promise<Signer> {
  if (credentials === null) return async (_, headers) => headers;
  const { AwsV4Signer } = await loadSigner();
  const cache = new Map<string, ArrayBuffer>();
  const sessionToken = credentials.sessionToken?.reveal();
  const keys = { accessKeyId: credentials.accessKeyId.reveal(), secretAccessKey: credentials.secretAccessKey.reveal() };
  const who = sessionToken === undefined ? keys : { ...keys, sessionToken };
  return async (url, headers) => {
    const signer = new AwsV4Signer({ url: url.href, headers: { ...headers }, service: 's3', region, cache, ...who });
    return Object.fromEntries((await signer.sign()).headers);
  };
}

async function loadSigner(): Promise<typeof import('aws4fetch')> {
  try {
    return await import('aws4fetch');
  } catch (cause) {
    throw new LockstepError(
      'config',
      'Sources of kind s3 need the package aws4fetch, which is not installed: run "npm ci" in the folder of Lockstep.',
      { cause },
    );
  }
}

function urlOf(base: string, key: string, query: S3Query, name: string): URL {
  if (key.split('/').some((part) => part === '.' || part === '..')) {
    throw new LockstepError(
      'input-unreadable',
      `Source ${name}: the key ${JSON.stringify(key)} has "." or ".." for a folder, which no address can hold: copy the object to another key.`,
    );
  }
  const path = key.split('/').map(encode).join('/');
  const search = Object.entries(query).map(([field, value]) => `${encode(field)}=${encode(value)}`);
  return new URL(`${base}/${path}${search.length === 0 ? '' : `?${search.join('&')}`}`);
}

/** As the signature wants it (RFC 3986), so that what is signed is what is sent. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
