import { lookup as lookUpName } from 'node:dns/promises';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type Reach, reachOf } from './address-reach.ts';

export type ResolvedAddress = { readonly address: string; readonly family: number };

export type PostOptions = {
  /** Also to loopback and private networks. */
  readonly allowPrivate: boolean;
  /** How a name becomes addresses; the system's way by default. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
};

export type PostAnswer = { readonly status: number; readonly retryAfter: string | null };

/** Posts a text and resolves once the status is there. Rejects with `ForbiddenAddress`, an error of the network, or the signal's reason. */
export type GuardedPost = AsyncDisposable & {
  readonly post: (
    body: string,
    headers: { readonly [name: string]: string },
    signal: AbortSignal,
  ) => Promise<PostAnswer>;
};

/** The host leads where we do not go. Names no address: it is told to whoever reads the log. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  readonly reach: Exclude<Reach, 'public'>;

  constructor(reach: Exclude<Reach, 'public'>) {
    super(`leads to a ${reach} address`);
    this.reach = reach;
  }
}

/** Of an answer's body, which says nothing to us: read so that a polite server can end, no further. */
const MOST_BODY_BYTES = 65_536;

/**
 * A way to one URL that cannot be turned against our own network (server-side request forgery). The name is resolved once for
 * each connection, every address is checked, and the connection goes to the ones that were checked, so that a name that answers
 * differently the next time (DNS rebinding) gains nothing. Redirects are not followed, proxies of the environment not used.
 */
export function openGuardedPost(url: URL, { allowPrivate, resolve = resolveBySystem }: PostOptions): GuardedPost {
  const isTls = url.protocol === 'https:';
  const host = hostOf(url);
  const agent = isTls ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const forbid = (address: string): void => {
    const reach = reachOf(address);
    if (reach !== 'public' && !(reach === 'private' && allowPrivate)) throw new ForbiddenAddress(reach);
  };
  const lookup: LookupFunction = (name, options, answer) => {
    const checked = resolve(name).then((addresses) => {
      for (const { address } of addresses) forbid(address);
      return addresses;
    });
    checked.then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) answer(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
        else if (options.all === true) answer(null, [...addresses]);
        else answer(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => answer(error, []),
    );
  };
  return {
    post: async (body, headers, signal) => {
      // An address needs no look-up, so the look-up does not see it.
      if (isIP(host) !== 0) forbid(host);
      const options = {
        agent,
        lookup,
        signal,
        method: 'POST',
        hostname: host,
        port: url.port === '' ? null : url.port,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const response = await new Promise<IncomingMessage>((take, reject) => {
        const request = isTls ? requestHttps(options, take) : requestHttp(options, take);
        request.on('error', reject);
        request.end(body);
      });
      skipBody(response);
      return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null };
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

/** Without the brackets that a URL puts around an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

async function resolveBySystem(host: string): Promise<readonly ResolvedAddress[]> {
  return await lookUpName(host, { all: true });
}

function skipBody(response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) response.destroy();
  });
  // The status is known: what happens to the connection afterwards changes nothing.
  response.on('error', () => {});
}
