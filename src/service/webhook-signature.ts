import { Webhook } from 'standardwebhooks';
import { LockstepError } from '../model/errors.ts';
import { sha256 } from './hash.ts';

const PREFIX = 'whsec_';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
const MOST_SECRETS = 2;
/** The signature covers `id.timestamp.body`: with a dot in the id the same text could be read as another message. */
const SAFE_ID = /^[A-Za-z0-9_-]{1,128}$/;

export type WebhookHeaders = {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** One signature a secret, with spaces between. */
  readonly 'webhook-signature': string;
};

/** Makes the headers for a message of this id and exact body, sent at `at` (ms since 1970). */
export type WebhookSigner = (id: string, at: number, body: string) => WebhookHeaders;

/**
 * Signs by Standard Webhooks with each of the secrets in `text`, as `webhook_secret` holds them: one, or two with a comma while
 * rotating, so that receivers that know either accept. No message holds any part of a secret.
 */
export function createWebhookSigner(text: string): WebhookSigner {
  const webhooks = readSecrets(text).map((secret) => new Webhook(secret));
  return (given, at, body) => {
    const id = SAFE_ID.test(given) ? given : `evt_${sha256([new TextEncoder().encode(given)]).slice(0, 32)}`;
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1_000)),
      'webhook-signature': webhooks.map((webhook) => webhook.sign(id, new Date(at), body)).join(' '),
    };
  };
}

function readSecrets(text: string): readonly string[] {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.length <= MOST_SECRETS && secrets.every(isSecret)) return secrets;
  throw new LockstepError(
    'config',
    `webhook_secret must be ${PREFIX} and the base64 of ${LEAST_BYTES} to ${MOST_BYTES} random bytes, or two of them with a comma while rotating: make one with "openssl rand -base64 32".`,
  );
}

function isSecret(secret: string): boolean {
  const digits = secret.slice(PREFIX.length);
  if (!secret.startsWith(PREFIX) || !BASE64.test(digits)) return false;
  const { length } = Buffer.from(digits, 'base64');
  return length >= LEAST_BYTES && length <= MOST_BYTES;
}
