import type { Client } from './connect.ts';

/**
 * Ends a connection for good; one that has ended already is left alone, for its end would be waited for again. A client that rests
 * between two tries to connect gives up without telling those who wait for its end; one that tries does tell.
 */
export function endConnection(client: Client): void {
  if (client.status === 'end') return;
  client.disconnect();
  if (client.status !== 'reconnecting') return;
  client.connect().catch(() => undefined);
  client.disconnect();
}
