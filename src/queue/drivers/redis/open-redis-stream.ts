import type { EventSink } from '../../../model/event-sink.ts';
import { createCaller } from './caller.ts';
import { createConnector } from './connect.ts';
import { endConnection } from './end-connection.ts';

/** KEYS: the stream, the note of the id. ARGV: how long the note is kept, about how many entries are (0 = all), the entry. */
const APPEND = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local entry = {unpack(ARGV, 3)}
if ARGV[2] == '0' then
  redis.call('XADD', KEYS[1], '*', unpack(entry))
else
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', unpack(entry))
end
-- Last: were it first, an entry that is refused would be known as taken.
redis.call('SET', KEYS[2], 1, 'PX', ARGV[1])
return 1`;

type Options = { readonly stream: string; readonly maxLength: number | null; readonly knownForMs: number };

export async function openRedisStream(url: string, options: Options): Promise<EventSink> {
  const { where, forCalls } = await createConnector(url);
  // What a call meets is its answer; between calls the client mends itself.
  const client = await forCalls(() => undefined);
  const call = createCaller(client, where);
  const { stream, maxLength, knownForMs } = options;
  return {
    name: 'stream',
    deliver: async ({ id, type }, body, signal) => {
      if (signal.aborted) return { answer: 'failed', why: 'The worker is about to end.' };
      const entry = ['id', id, 'type', type, 'event', body];
      try {
        await call(() => client.eval(APPEND, 2, stream, noteOf(stream, id), knownForMs, maxLength ?? 0, ...entry));
        return { answer: 'taken' };
      } catch (error) {
        return { answer: 'failed', why: error instanceof Error ? error.message : String(error) };
      }
    },
    [Symbol.asyncDispose]: async () => endConnection(client),
  };
}

/** In the slot of the stream, so that a Redis Cluster lets one script touch both. */
function noteOf(stream: string, id: string): string {
  return /\{[^}]+\}/.test(stream) ? `${stream}:seen:${id}` : `{${stream}}:seen:${id}`;
}
