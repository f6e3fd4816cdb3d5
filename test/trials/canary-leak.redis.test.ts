import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockstep } from '../cli/lockstep.ts';
import { openRedisServer } from '../servers/redis-server.ts';

/*
 * P1: a thousand devices and addresses that exist nowhere else go in through a worker, a scheduled-like sweep and its failures, and
 * are then looked for in all that the product leaves behind. Accounts may stand in the record and in reports, where reviewers
 * need them, and nowhere else.
 */
/** Accounts; each has an address of its own, four of them a device. */
const COUNT = 800;
const redis = await openRedisServer();
const launcher = fileURLToPath(new URL('../../bin/lockstep.js', import.meta.url));

/** Devices and addresses in every spelling that could come out again. Account ids are told apart by their own word. */
const DEVICE = /dev-canary/;
const ADDRESS = /198\.18\.|2001:db8:c0de/;
const ACCOUNT = /acc-canary/;

function makeEdges(): string {
  const rows = ['account,layer,entity,at'];
  for (let i = 0; i < COUNT; i++) {
    const at = 1_760_000_000 + (i % 50) * 60;
    rows.push(`acc-canary-${i},device,dev-canary-${i >> 2},${at}`);
    const address =
      i % 2 === 0 ? `198.18.${i >> 5}.${i & 31}` : `2001:db8:c0de:${(i >> 3).toString(16)}::${i.toString(16)}`;
    rows.push(`acc-canary-${i},ip,${address},${at}`);
    rows.push(`acc-canary-${i},repost,post-${i % 40},${at}`);
  }
  // Rows that are rejected, each with something that must not be repeated.
  rows.push('acc-canary-bad,ip,198.18.300.1,1760000000', 'acc-canary-bad,device,dev-canary-bad,yesterday');
  return `${rows.join('\n')}\n`;
}

function filesIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => {
      const bytes = readFileSync(path);
      return { path, text: (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1') };
    });
}

describe.runIf(redis !== null)('a thousand canaries', () => {
  let folder: string;
  let worker: ChildProcess;
  let log = '';
  let port = 0;
  const heard: string[] = [];
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-canaries-'));
    const [input, store] = [join(folder, 'in.csv'), join(folder, 'store')];
    writeFileSync(input, makeEdges());
    const config = join(folder, 'lockstep.yaml');
    const sources = { logins: { kind: 'file', files: input }, gone: { kind: 'file', files: `${folder}/gone-*.csv` } };
    writeFileSync(config, JSON.stringify({ sources }));
    env = {
      LOCKSTEP_CONFIG: config,
      LOCKSTEP_STORE_URL: `sqlite:${store}.db`,
      LOCKSTEP_DATA_DIR: join(folder, 'data'),
      LOCKSTEP_QUEUE_URL: redis?.url ?? '',
      LOCKSTEP_PSEUDONYM_KEY: '5a'.repeat(32),
      LOCKSTEP_HTTP_PORT: '0',
      LOCKSTEP_LOG_LEVEL: 'debug',
    };
    worker = spawn(process.execPath, [launcher, 'worker'], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'pipe',
    });
    worker.stdout?.on('data', (text) => heard.push(String(text)));
    worker.stderr?.on('data', (text) => {
      log += text;
    });
    while (port === 0 && worker.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      port = Number(/"port":(\d+)/.exec(log)?.[1] ?? 0);
    }
  }, 120_000);

  afterAll(async () => {
    if (worker.exitCode === null) {
      worker.kill('SIGTERM');
      await new Promise((resolve) => worker.once('exit', resolve));
    }
    rmSync(folder, { recursive: true, force: true });
    await redis?.[Symbol.asyncDispose]();
  });

  test('go in, are swept, fail, and are asked for', async () => {
    const ask = (...args: readonly string[]) => lockstep(args, { env, cwd: folder });
    const ingested = await ask('ingest', 'logins', '--queue', '--wait', '--json');
    expect(ingested).toMatchObject({ status: 0 });
    expect(ingested.stdout).toMatch(/"rejected": ?2/);
    const swept = await ask('sweep', '--queue', '--wait', '--json');
    expect(swept.status).toBe(0);
    const failed = await ask('ingest', join(folder, 'no-such-dev-canary.csv'), '--queue', '--wait');
    expect(failed.status).not.toBe(0);
    for (const page of ['healthz', 'readyz', 'metrics', 'dev-canary-7', 'accounts/acc-canary-7']) {
      heard.push(await (await fetch(`http://127.0.0.1:${port}/${page}`)).text());
    }
    expect(heard.join('\n')).toMatch(/lockstep_edges_total\{source="logins",outcome="rejected"\} 2/);
  }, 300_000);

  test('are not in the log of the worker, at its most talkative, nor in what it serves', () => {
    expect(log.split('\n').length).toBeGreaterThan(10);
    for (const text of [...log.split('\n'), ...heard]) {
      expect(text).not.toMatch(DEVICE);
      expect(text).not.toMatch(ADDRESS);
      expect(text).not.toMatch(ACCOUNT);
    }
  });

  test('are not in Redis', async () => {
    const dir = (await redis?.tell('CONFIG', 'GET', 'dir'))?.split('\n')[1] ?? '';
    const files = filesIn(dir).filter(({ path }) => path.includes('appendonly'));
    expect(files.map(({ text }) => text).join('')).toContain('runId');
    for (const { path, text } of files) {
      for (const canary of [DEVICE, ADDRESS, ACCOUNT]) expect([path, canary.test(text)]).toEqual([path, false]);
    }
  });

  test('leave no device and no address in the store, in reports, in lists of rejects, or anywhere else on disk', () => {
    const files = filesIn(folder).filter(({ path }) => !path.endsWith('in.csv'));
    const names = files.map(({ path }) => path);
    expect(names.some((path) => path.endsWith('report.html'))).toBe(true);
    expect(names.some((path) => path.includes('store.db'))).toBe(true);
    expect(names.some((path) => path.includes('rejects'))).toBe(true);
    // That the accounts are found shows that the search would find the rest.
    expect(files.some(({ text }) => ACCOUNT.test(text))).toBe(true);
    for (const { path, text } of files) {
      expect([path, DEVICE.exec(text)?.[0]]).toEqual([path, undefined]);
      expect([path, ADDRESS.exec(text)?.[0]]).toEqual([path, undefined]);
    }
  });
});
