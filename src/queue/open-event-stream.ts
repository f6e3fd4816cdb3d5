import { LockstepError } from '../model/errors.ts';
import type { EventSink } from '../model/event-sink.ts';
import { loadDriver } from './load-driver.ts';
import { queueKind } from './queue-url.ts';

export type EventStreamOptions = {
  /** Key of the stream; it is used as it is, without the prefix of the queue's keys. */
  readonly stream: string;
  /**
   * About how many entries are kept. Default all of them: what is cut off unread is lost, and who reads the stream knows what has
   * been read. A stream that nobody trims fills Redis, which `doctor` tells.
   */
  readonly maxLength?: number;
  /** For how long an event that comes again is known by its id. Default a week, far longer than an outbox tries. */
  readonly knownForMs?: number;
};

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * A sink that appends each event to a stream of the Redis that the queue's URL names, once for its id, as an entry
 * `id`, `type`, `event`: the last is the envelope, the text that webhooks are sent. Throws `config` when there is no Redis.
 */
export async function openEventStream(url: string, options: EventStreamOptions): Promise<EventSink> {
  if (queueKind(url) === 'inline') {
    throw new LockstepError(
      'config',
      'event_stream needs a Redis: let LOCKSTEP_QUEUE_URL name one, or leave LOCKSTEP_EVENT_STREAM out.',
    );
  }
  const open = await loadDriver(async () => (await import('./drivers/redis/open-redis-stream.ts')).openRedisStream);
  return await open(url, { maxLength: null, knownForMs: WEEK_MS, ...options });
}
