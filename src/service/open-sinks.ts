import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { EventSink } from '../model/event-sink.ts';
import { openWebhookSink } from './webhook-sink.ts';

type SinkConfig = Pick<Config, 'webhook_url' | 'webhook_secret' | 'webhook_allow_private'>;

/** Where the config sends events to; empty when nowhere. Whoever opens them disposes of them. */
export async function openSinks(config: SinkConfig): Promise<readonly EventSink[]> {
  return config.webhook_url === null ? [] : [openWebhook(config.webhook_url, config)];
}

function openWebhook(
  url: string,
  { webhook_secret: secret, webhook_allow_private: allowPrivate }: SinkConfig,
): EventSink {
  if (secret === null) {
    throw new LockstepError(
      'config',
      'webhook_url is set and webhook_secret is not, so the receiver could not tell our events from a stranger’s: set it to whsec_ and the output of "openssl rand -base64 32".',
    );
  }
  return openWebhookSink({ url, secrets: secret.reveal(), allowPrivate });
}
