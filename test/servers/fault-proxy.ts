import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server on this machine, and can do what networks do. */
export type FaultProxy = AsyncDisposable & {
  readonly port: number;
  /** Nothing gets through any more, either way, and no connection is closed: what a dead router does. */
  readonly freeze: () => void;
  /** New connections work again; frozen ones stay as they are, as their packets are lost. */
  readonly thaw: () => void;
  /** Resets all connections. */
  readonly cut: () => void;
  /** Holds every answer back for so long. */
  readonly delayAnswers: (ms: number) => void;
};

export async function openFaultProxy(serverPort: number): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let isFrozen = false;
  let delayMs = 0;
  // Half open, so that a frozen connection answers not even a farewell.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair = { client, upstream, isFrozen };
    pairs.add(pair);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('error', () => from.destroy());
      from.on('end', () => {
        if (!pair.isFrozen) to.end();
      });
      from.on('close', () => {
        pairs.delete(pair);
        if (!pair.isFrozen) to.destroy();
      });
      from.on('data', (chunk) => {
        if (pair.isFrozen) return;
        if (delayMs === 0 || from === client) to.write(chunk);
        else setTimeout(() => to.writable && to.write(chunk), delayMs);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const cut = (): void => {
    for (const { client, upstream } of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  };
  return {
    port: address.port,
    freeze: () => {
      isFrozen = true;
      for (const pair of pairs) pair.isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
    },
    cut,
    delayAnswers: (ms) => {
      delayMs = ms;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Pair = { readonly client: Socket; readonly upstream: Socket; isFrozen: boolean };
