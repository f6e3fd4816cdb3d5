import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./start-redis.sh', import.meta.url));

/** A real Redis that this test file has for itself until it is disposed of, on a port and in a folder of its own. */
export type RedisServer = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** Where its append-only file is. */
  readonly folder: string;
  /** SIGKILL, as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill` or `stop`, with what its append-only file holds. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** A command by redis-cli, and what it prints. */
  readonly tell: (...command: readonly string[]) => Promise<string>;
};

/**
 * Starts a Redis with an append-only file that evicts nothing; `flags` are more flags of redis-server and win. Ends with this
 * process at the latest. `null` when redis-server is missing, unless `LOCKSTEP_TEST_REQUIRE` names redis: then it throws.
 */
export async function openRedisServer(flags = ''): Promise<RedisServer | null> {
  if (!(await isReady())) return null;
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-test-redis-'));
  const port = await freePort();
  const env = { ...process.env, REDIS_HOME: folder, REDIS_PORT: String(port), REDIS_FLAGS: flags };
  const script = async (verb: string): Promise<void> => {
    await run(SCRIPT, [verb], { env: { ...env, REDIS_WATCH_PID: String(process.pid) } });
  };
  await script('start');
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    folder,
    kill: () => script('kill'),
    restart: () => script('start'),
    stop: () => script('stop'),
    tell: async (...command) => (await run('redis-cli', ['-p', String(port), ...command])).stdout.trim(),
    [Symbol.asyncDispose]: async () => {
      await script('kill');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(): Promise<boolean> {
  try {
    await run(SCRIPT, ['ready']);
    return true;
  } catch (cause) {
    const isRequired = (process.env['LOCKSTEP_TEST_REQUIRE'] ?? '').split(',').includes('redis');
    if (!isRequired) return false;
    throw new Error('Redis is required and redis-server was not found: apt-get install redis-server.', { cause });
  }
}
