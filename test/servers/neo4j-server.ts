import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import neo4j from 'neo4j-driver';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./start-neo4j.sh', import.meta.url));
const PASSWORD = 'lockstep-test';
/** Serial collector and first compiler only: half the processor time of a start, which is most of what a test waits for. */
const QUICK_START = '-XX:-UseG1GC -XX:+UseSerialGC -XX:TieredStopAtLevel=1';
const WAIT_FOR_LEASE_MS = 900_000;

/** A real Neo4j that this test file has for itself until it is disposed of. Its database is empty at first. */
export type Neo4jServer = AsyncDisposable & {
  readonly url: string;
  readonly options: { readonly neo4j: { readonly user: string; readonly password: string } };
  /** SIGKILL, as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill` or `stop`, with its data. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly wipe: () => Promise<void>;
};

/**
 * The Neo4j of this test run: started by the first file that asks (7 to 15 s), used by one file at a time, ended by a watchdog when
 * the run has gone. `jvm` has a word only in who starts it. `null` when java or the jars are missing, unless `LOCKSTEP_TEST_REQUIRE` names neo4j: then it throws.
 */
export async function openNeo4jServer({ jvm = QUICK_START } = {}): Promise<Neo4jServer | null> {
  if (!(await isReady())) return null;
  // All test files are children of one vitest: its id names what they share.
  const folder = join(tmpdir(), `lockstep-test-neo4j-${process.ppid}`);
  await mkdir(folder, { recursive: true });
  const lease = await takeLease(join(folder, 'lease'));
  try {
    const port = await portOf(join(folder, 'port'));
    const watched = { NEO_HOME: folder, NEO_PORT: String(port), NEO_WATCH_PID: String(process.ppid) };
    return await serve({ ...watched, NEO_JVM: jvm }, `bolt://127.0.0.1:${port}`, lease);
  } catch (error) {
    await lease.drop();
    throw error;
  }
}

async function serve(env: Record<string, string>, url: string, lease: Lease): Promise<Neo4jServer> {
  const script = async (verb: string): Promise<void> => {
    const flags = { NEO_PASSWORD: PASSWORD, NEO_WAIT_S: '120' };
    await run(SCRIPT, [verb], { env: { ...process.env, ...flags, ...env } });
  };
  await script('start');
  await wipeDatabase(url);
  return {
    url,
    options: { neo4j: { user: 'neo4j', password: PASSWORD } },
    kill: () => script('kill'),
    restart: () => script('start'),
    stop: () => script('stop'),
    wipe: () => wipeDatabase(url),
    [Symbol.asyncDispose]: () => lease.drop(),
  };
}

async function isReady(): Promise<boolean> {
  const isRequired = (process.env['LOCKSTEP_TEST_REQUIRE'] ?? '').split(',').includes('neo4j');
  try {
    if (isRequired) await run(SCRIPT, ['fetch']);
    await run(SCRIPT, ['ready']);
    return true;
  } catch (cause) {
    if (!isRequired) return false;
    throw new Error(`Neo4j is required and cannot be started: run ${SCRIPT} fetch to see why.`, { cause });
  }
}

/** All but the constraints and their ledger: making those anew has the server plan every statement again, which takes seconds. */
async function wipeDatabase(url: string): Promise<void> {
  const driver = neo4j.driver(url, neo4j.auth.basic('neo4j', PASSWORD), { disableLosslessIntegers: true });
  try {
    const ask = (query: string) => driver.executeQuery(query);
    for (let left = 1; left > 0; ) {
      const { records } = await ask(
        'MATCH (n) WHERE NOT n:Migration WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS left',
      );
      left = records[0]?.get('left') as number;
    }
  } finally {
    await driver.close();
  }
}

async function portOf(file: string): Promise<number> {
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return Number(known);
  const port = await freePort();
  await writeFile(file, String(port));
  return port;
}

type Lease = { readonly drop: () => Promise<void> };

/** A folder is made by one process only. It holds who made it: a process that died gives it up. */
async function takeLease(folder: string): Promise<Lease> {
  const owner = join(folder, 'pid');
  for (const end = Date.now() + WAIT_FOR_LEASE_MS; Date.now() < end; await sleep(200)) {
    try {
      await mkdir(folder);
      await writeFile(owner, String(process.pid));
      return { drop: () => rm(folder, { recursive: true, force: true }) };
    } catch {
      const pid = Number(await readFile(owner, 'utf8').catch(() => '0'));
      if (pid > 0 && !isAlive(pid)) await rm(folder, { recursive: true, force: true });
    }
  }
  throw new Error('Another test file has kept Neo4j for itself for too long.');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
