import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const USER = 'lockstep';
const PASSWORD = 'lockstep-test';
const START_MS = 60_000;
/** Nothing here is about losing power. */
const CONFIG = [
  '-c',
  'fsync=off',
  '-c',
  'full_page_writes=off',
  '-c',
  'max_connections=20',
  '-c',
  'timezone=Asia/Tokyo',
];
/** Ends the server when it is told to, and when the test run that started it has gone without a word. */
const WATCH = `
"$@" & server=$!
trap 'kill -INT $server' TERM
while [ -d /proc/$WATCHED ] && kill -0 $server 2>/dev/null; do sleep 0.2; done
kill -INT $server 2>/dev/null
wait $server
`;

/** A real PostgreSQL that a test file has for itself until it is disposed of. */
export type PostgresServer = AsyncDisposable & {
  readonly url: string;
  /** Its password, which must be seen nowhere. */
  readonly password: string;
  readonly query: (
    sql: string,
    values?: readonly unknown[],
  ) => Promise<readonly { readonly [column: string]: unknown }[]>;
};

/** `null` when PostgreSQL is not installed, unless `LOCKSTEP_TEST_REQUIRE` names postgres: then it throws. */
export async function openPostgresServer(): Promise<PostgresServer | null> {
  const bin = globSync('/usr/lib/postgresql/*/bin').sort().at(-1);
  if (bin === undefined || !existsSync(join(bin, 'initdb'))) {
    const isRequired = (process.env['LOCKSTEP_TEST_REQUIRE'] ?? '').split(',').includes('postgres');
    if (isRequired) throw new Error('PostgreSQL is required and not installed: apt-get install postgresql.');
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-test-postgres-'));
  const account = await giveAway(folder);
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, PASSWORD);
  const data = join(folder, 'data');
  const auth = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`];
  await run(join(bin, 'initdb'), ['-D', data, '-E', 'UTF8', '--no-locale', '--no-sync', ...auth], {
    ...account,
    cwd: folder,
  });
  const port = await freePort();
  const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, ...CONFIG];
  const env = { ...process.env, WATCHED: String(process.pid) };
  const server = spawn('sh', ['-c', WATCH, 'watch', join(bin, 'postgres'), ...args], {
    ...account,
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  const pool = await connect(url);
  return {
    url,
    password: PASSWORD,
    query: async (sql, values = []) => (await pool.query(sql, [...values])).rows,
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL does not run as root: then the folder belongs to an account that it does run as. */
async function giveAway(folder: string): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
  await chown(folder, uid ?? 65_534, gid ?? 65_534);
  return { uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

async function connect(url: string): Promise<pg.Pool> {
  for (const end = Date.now() + START_MS; ; await sleep(100)) {
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on('error', () => {});
    try {
      await pool.query('SELECT 1');
      return pool;
    } catch (cause) {
      await pool.end();
      if (Date.now() > end) throw new Error('PostgreSQL has not started.', { cause });
    }
  }
}
