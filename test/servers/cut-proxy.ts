import { connect, createServer, type Socket } from 'node:net';

/** A COMMIT message of Bolt as it is framed: a chunk of two bytes, structure B0 with tag 12, end of message. */
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00]);

/** Stands between driver and server, and can lose the answer to a commit. */
export type CutProxy = AsyncDisposable & {
  readonly port: number;
  /** The next COMMIT is passed on and its answer thrown away; then every connection is cut. Resolves when that has happened. */
  readonly loseNextCommit: () => Promise<void>;
};

export async function openCutProxy(serverPort: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let onLost: (() => void) | null = null;
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    let isCommitting = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (onLost !== null && chunk.includes(COMMIT)) isCommitting = true;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!isCommitting) {
        client.write(chunk);
        return;
      }
      // The answer is here, so the transaction is committed, and the driver will never know.
      const tell = onLost;
      onLost = null;
      cutAll();
      tell?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    loseNextCommit: () =>
      new Promise((resolve) => {
        onLost = resolve;
      }),
    [Symbol.asyncDispose]: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
