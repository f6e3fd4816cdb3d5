import { Cluster } from 'ioredis';
import type { Client } from './connect.ts';

/**
 * Ends a connection for good; one that has ended already is left alone, for its end would be waited for again. A client that is
 * told to end while it rests between two tries gives up without telling those who wait for its end; one that tries does tell.
 */
export function endConnection(client: Client): void {
  if (client.status === 'end') return;
  // A cluster that somebody has told so while it rested stays `disconnecting` for ever.
  const isResting = client.status === 'reconnecting' || client.status === 'disconnecting';
  client.disconnect();
  if (!isResting) return;
  // That this try fails is no news, and whoever listened has gone.
  client.on('error', () => undefined);
  client.connect().catch(() => undefined);
  // A cluster tells only of a try that fails; should this one not, it is what is to be ended.
  if (client instanceof Cluster) client.once('ready', () => client.disconnect());
  else client.disconnect();
}
