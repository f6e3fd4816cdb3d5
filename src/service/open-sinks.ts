import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { EventSink } from '../model/event-sink.ts';
import { openEventStream } from '../queue/open-event-stream.ts';
import { openWebhookSink } from './webhook-sink.ts';

type SinkConfig = Pick<
  Config,
  'webhook_url' | 'webhook_secret' | 'webhook_allow_private' | 'event_stream' | 'queue_url'
>;

/** Where the config sends events to: the webhook, the stream, both, or nowhere. Whoever opens them disposes of them. */
export async function openSinks(config: SinkConfig): Promise<readonly EventSink[]> {
  const { webhook_url, event_stream, queue_url } = config;
  const webhook = webhook_url === null ? [] : [openWebhook(webhook_url, config)];
  // The stream last: it holds a connection, which nobody would close if a later sink threw.
  const stream = event_stream === null ? [] : [await openEventStream(queue_url, { stream: event_stream })];
  return [...webhook, ...stream];
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
