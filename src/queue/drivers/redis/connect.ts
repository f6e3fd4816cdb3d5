import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { sayAway } from './explain-error.ts';

export type Client = Redis | Cluster;
type OnError = (error: unknown) => void;

/** Longest pause between two tries to reach a server that is away: it is at work again soon after it is back. */
const LONGEST_RETRY_MS = 1_000;
/** How long a call waits for a server before it says that there is none: less than who asks waits for the call. */
export const ANSWER_MS = 4_500;
/** A call whose connection died in silence has time for another one. */
const CALL_SILENCE_MS = 2_500;
/** A connection that was ended and whose other side does not say so is cut; it keeps the process alive until then. */
const FAREWELL_MS = 500;
/** A connection on which a command has had no answer for so long is dead, though nobody has said so. Longer than any blocking command. */
const SILENCE_MS = 15_000;

/** Connections to one Redis, or one Redis Cluster. */
export type Connector = {
  /** Host and port, and nothing secret. */
  readonly where: string;
  readonly isCluster: boolean;
  /**
   * For calls that must end: keeps no command for later, and fails those under way when the connection is lost. Ready, or
   * thrown. Both clients mend themselves for as long as they live; what they meet on the way goes to `onError`.
   */
  readonly forCalls: (onError: OnError) => Promise<Client>;
  /** For workers, which wait for the server as long as it takes. */
  readonly forWorkers: (onError: OnError) => Client;
};

const COMMON = {
  retryStrategy: retryPause,
  // After a failover the address may lead to what is a replica by now: look the name up again.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  connectTimeout: ANSWER_MS,
  disconnectTimeout: FAREWELL_MS,
} satisfies RedisOptions;
const FOR_CALLS = {
  ...COMMON,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  socketTimeout: CALL_SILENCE_MS,
} satisfies RedisOptions;
const FOR_WORKERS = { ...COMMON, enableOfflineQueue: true, maxRetriesPerRequest: null, socketTimeout: SILENCE_MS };
type Options = typeof FOR_CALLS | typeof FOR_WORKERS;

function retryPause(times: number): number {
  return Math.min(LONGEST_RETRY_MS, 50 * 2 ** Math.min(times, 10));
}

/** Looks at the server once, to learn whether it is a cluster. Throws `unreachable` or `config`. */
export async function createConnector(url: string): Promise<Connector> {
  const { host } = new URL(url);
  const where = host === '' ? 'localhost' : host;
  const probe = new Redis(url, { ...FOR_CALLS, lazyConnect: true });
  try {
    await untilReady(probe, where);
    const isCluster = /^cluster_enabled:1/m.test(await probe.info('cluster').catch(() => ''));
    const open = (options: Options, onError: OnError): Client =>
      (isCluster ? openCluster(url, options) : new Redis(url, options)).on('error', onError);
    return {
      where,
      isCluster,
      forCalls: (onError) => readyOrClosed(open(FOR_CALLS, onError), where),
      forWorkers: (onError) => open(FOR_WORKERS, onError),
    };
  } finally {
    probe.disconnect();
  }
}

function openCluster(url: string, options: Options): Cluster {
  const { hostname, port, username, password, protocol } = new URL(url);
  const { retryStrategy: clusterRetryStrategy, enableOfflineQueue, ...redisOptions } = options;
  return new Cluster([{ host: hostname, port: Number(port === '' ? 6379 : port) }], {
    enableOfflineQueue,
    clusterRetryStrategy,
    redisOptions: {
      ...redisOptions,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  });
}

async function readyOrClosed(client: Client, where: string): Promise<Client> {
  try {
    await untilReady(client, where);
    return client;
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

/** Resolves when the client can be used; throws what kept it from that, at the latest after `ms`. */
export async function untilReady(client: Client, where: string, ms = ANSWER_MS): Promise<void> {
  if (client.status === 'ready') return;
  if (client.status === 'wait') client.connect().catch(() => undefined);
  let last: unknown = new Error('timed out');
  let settle: (outcome: 'ready' | 'ended' | 'late') => void = () => undefined;
  const onError = (error: unknown): void => {
    last = error;
    // A wrong password does not become right by waiting.
    if (sayAway(error, where).code === 'config') settle('ended');
  };
  const onReady = () => settle('ready');
  const onEnd = () => settle('ended');
  client.on('error', onError).once('ready', onReady).once('end', onEnd);
  const timer = setTimeout(() => settle('late'), ms);
  try {
    const outcome = await new Promise<string>((resolve) => {
      settle = resolve;
    });
    if (outcome !== 'ready') throw sayAway(last, where);
  } finally {
    clearTimeout(timer);
    client.off('error', onError).off('ready', onReady).off('end', onEnd);
  }
}
