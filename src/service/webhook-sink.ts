import { isIP } from 'node:net';
import { LockstepError } from '../model/errors.ts';
import type { EventSink, SinkAnswer } from '../model/event-sink.ts';
import { CLOUD_EVENT_TYPE } from '../report/cloud-event.ts';
import { reachOf } from './address-reach.ts';
import { ForbiddenAddress, hostOf, openGuardedPost, type PostAnswer, type PostOptions } from './guarded-post.ts';
import { sha256 } from './hash.ts';
import { VERSION } from './version.ts';
import { createWebhookSigner } from './webhook-signature.ts';

export type WebhookOptions = PostOptions & {
  readonly url: string;
  /** As `webhook_secret` holds them: one, or two with a comma. */
  readonly secrets: string;
  /** From looking the name up to the status of the answer. */
  readonly timeoutMs?: number;
  /** ms since 1970. */
  readonly now?: () => number;
};

const TIMEOUT_MS = 10_000;

/**
 * A receiver over HTTP, signed by Standard Webhooks. 2xx within the time takes the event, 410 refuses all, anything else may be
 * tried again. Throws `config` for a URL or secrets that can never work.
 */
export function openWebhookSink(options: WebhookOptions): EventSink {
  const { allowPrivate, timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  const sign = createWebhookSigner(options.secrets);
  const url = readUrl(options.url, allowPrivate);
  const way = openGuardedPost(url, options);
  return {
    name: 'webhook',
    endpoint: sha256([new TextEncoder().encode(url.href)]).slice(0, 16),
    deliver: async (event, body, signal) => {
      const headers = {
        'content-type': CLOUD_EVENT_TYPE,
        'user-agent': `lockstep/${VERSION}`,
        ...sign(event.id, now(), body),
      };
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        return judge(await way.post(body, headers, AbortSignal.any([signal, deadline])), now());
      } catch (error) {
        return { answer: 'failed', why: deadline.aborted ? `no answer within ${timeoutMs} ms` : explain(error) };
      }
    },
    [Symbol.asyncDispose]: () => way[Symbol.asyncDispose](),
  };
}

function readUrl(text: string, allowPrivate: boolean): URL {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new LockstepError(
      'config',
      'webhook_url holds a name or a password, which would stand in the clear: take them out, the receiver knows us by the signature.',
    );
  }
  const host = hostOf(url);
  const reach = isIP(host) === 0 ? 'public' : reachOf(host);
  if (reach === 'closed') {
    throw new LockstepError(
      'config',
      'webhook_url leads to an address at which no receiver can be: set it to the receiver’s own.',
    );
  }
  if (reach === 'private' && !allowPrivate) {
    throw new LockstepError(
      'config',
      'webhook_url leads to loopback or a private network: if that is where the receiver is, set webhook_allow_private to true.',
    );
  }
  return url;
}

function judge({ status, retryAfter }: PostAnswer, now: number): SinkAnswer {
  if (status >= 200 && status < 300) return { answer: 'taken' };
  if (status === 410) return { answer: 'refused', why: 'answered 410: it wants no more events' };
  if (status >= 300 && status < 400) {
    return {
      answer: 'failed',
      why: `answered ${status}: redirects are not followed, set webhook_url to where it leads`,
    };
  }
  const asked = readRetryAfter(retryAfter, now);
  return { answer: 'failed', why: `answered ${status}`, ...(asked === null ? {} : { retryAfterMs: asked }) };
}

/** Seconds, or a date of HTTP; `null` for none and for nonsense. */
function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function explain(error: unknown): string {
  if (error instanceof ForbiddenAddress) {
    const fix = error.reach === 'private' ? ', which webhook_allow_private does not allow' : '';
    return `webhook_url ${error.message}${fix}`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return `cannot be reached (${code})`;
}
