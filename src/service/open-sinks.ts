import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { EventSink } from '../model/event-sink.ts';

/** Where the config sends events to; empty when nowhere. Whoever opens them disposes of them. */
export async function openSinks({ webhook_url }: Pick<Config, 'webhook_url'>): Promise<readonly EventSink[]> {
  if (webhook_url === null) return [];
  throw new LockstepError('config', 'This version sends no events: leave webhook_url out.');
}
