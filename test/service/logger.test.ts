import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { LockstepError } from '../../src/model/errors.ts';
import { createLogger, type LogFields, type Logger } from '../../src/service/logger.ts';

const SECRETS = {
  LOCKSTEP_PSEUDONYM_KEY: `v2:${'ab'.repeat(32)},v1:${'cd'.repeat(32)}`,
  LOCKSTEP_NEO4J_PASSWORD: 'pass-canary-neo4j',
  LOCKSTEP_WEBHOOK_SECRET: 'whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5',
  LOCKSTEP_QUEUE_URL: 'redis://lockstep:pass%2Dcanary-redis@10.0.0.5:6379',
};

type Line = { readonly [key: string]: unknown };

function listen(env: Record<string, string> = {}): { readonly logger: Logger; readonly lines: () => readonly Line[] } {
  const written: string[] = [];
  const logger = createLogger(loadConfig({}, env), { write: (line) => written.push(line) });
  return { logger, lines: () => written.map((line) => JSON.parse(line)) };
}

test('a line is one JSON document with time, level, message and its fields', () => {
  const { logger, lines } = listen();
  logger.info('A run ends.', { run_id: 'nightly-1', kind: 'sweep', phase: 'emitted', schedule: 'nightly', ms: 12.5 });
  expect(lines()).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'info',
      pid: process.pid,
      hostname: expect.any(String),
      run_id: 'nightly-1',
      kind: 'sweep',
      phase: 'emitted',
      schedule: 'nightly',
      ms: 12.5,
      message: 'A run ends.',
    },
  ]);
});

test('lines below log_level are not written', () => {
  const { logger, lines } = listen({ LOCKSTEP_LOG_LEVEL: 'warn' });
  logger.debug('no');
  logger.info('no');
  logger.warn('yes');
  logger.error('yes');
  expect(lines().map(({ level }) => level)).toEqual(['warn', 'error']);
});

test('a logger of a run adds its fields to each line, and those of the line win', () => {
  const { logger, lines } = listen();
  logger
    .with({ run_id: 'r1', attempt: 1 })
    .with({ sources: ['logins'] })
    .info('A life begins.', { attempt: 2 });
  expect(lines()[0]).toMatchObject({ run_id: 'r1', attempt: 2, sources: ['logins'] });
});

test('lines go to standard error and are there before the process crashes', () => {
  const script = `
    import { loadConfig } from '${new URL('../../src/config/load-config.ts', import.meta.url)}';
    import { createLogger } from '${new URL('../../src/service/logger.ts', import.meta.url)}';
    createLogger(loadConfig({}, {})).error('The last words.');
    process.kill(process.pid, 'SIGKILL');`;
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  expect([stdout.toString(), JSON.parse(stderr.toString()).message]).toEqual(['', 'The last words.']);
});

// What must never be in a log, on every way in that the code leaves open. Each holds the word "canary" or is looked for by name.
const PERSONAL = {
  account: 'acc_canary_1',
  account_id: 'acc_canary_2',
  entity: 'device-canary-3',
  params: { seeds: ['acc_canary_4'] },
  ip: '203.0.113.77',
  config: SECRETS,
};
const ADDRESSES = ['203.0.113.77', '2001:db8:1:2::77', '::ffff:203.0.113.78'];

function sayAllCanaries(logger: Logger): void {
  const casts: readonly unknown[] = [
    PERSONAL,
    { run_id: { id: 'acc_canary_5' } },
    { count: 'acc_canary_6' },
    { [`acc_canary_7`]: 1 },
    { source: `s3://key:secret-canary@bucket.example/in?X-Amz-Signature=canary` },
    { sources: ['https://user:canary@files.example/a.csv?token=canary', { id: 'acc_canary_8' }] },
  ];
  for (const fields of casts) {
    logger.info('Fields.', fields as LogFields);
    logger.with(fields as LogFields).debug('Fields of a child.');
  }
  const foreign = Object.assign(new Error("Node already exists with `id` = 'acc_canary_9'\n    at acc_canary_10"), {
    code: 'Neo.ClientError.Schema.ConstraintValidationFailed',
    parameters: { id: 'acc_canary_11' },
    cause: new TypeError("Cannot read 'acc_canary_12'"),
  });
  logger.error('It failed.', { error: foreign });
  logger.error('It failed.', { error: 'thrown: acc_canary_13' });
  logger.error('It failed.', {
    error: new LockstepError('usage', 'The account "acc_canary_14" is not in the store: check --seed-account.', {
      cause: foreign,
    }),
  });
  logger.error('redis://lockstep:pass%2Dcanary-redis@10.0.0.5:6379 does not answer to pass-canary-redis.');
  logger.error(Object.values(SECRETS).join(' and '));
  logger.error('Signed with whsec_b3RoZXItY2FuYXJ5LXNlY3JldC1rZXk= of yesterday.');
  for (const address of ADDRESSES) {
    for (const text of [`from ${address}.`, `(${address})`, `[${address}]:443`, `${address},`]) logger.warn(text);
  }
  logger.warn('from 203.0.113.77:443');
}

test.each(['info', 'debug'])('no line of level %s holds an account, an entity, an address or a secret', (level) => {
  const { logger, lines } = listen({ ...SECRETS, LOCKSTEP_LOG_LEVEL: level });
  sayAllCanaries(logger);
  const text = lines()
    .map(({ pid: _pid, hostname: _host, ...line }) => JSON.stringify(line))
    .join('\n');
  // That they were said at all.
  expect(lines().length).toBeGreaterThan(20);
  expect(text.match(/canary[^"]*/gi) ?? []).toEqual([]);
  for (const secret of Object.values(SECRETS).flatMap((value) => value.split(','))) expect(text).not.toContain(secret);
  expect(text.match(/203\.0|2001:db8|::ffff/g) ?? []).toEqual([]);
  expect(text).not.toMatch(/Y2FuYXJ5|b3RoZXIt/);
});

test('what an operator needs is still there: the server, the fix, the code and the place of an error', () => {
  const { logger, lines } = listen(SECRETS);
  const error = new LockstepError(
    'unreachable',
    'Neo4j at bolt://u:p@10.0.0.7:7687 does not answer: run "lockstep doctor", then start 2026.1.0 at 12:30:45.',
    { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) },
  );
  logger.error('No store.', { error });
  expect(lines()[0]?.['error']).toEqual({
    name: 'LockstepError',
    code: 'unreachable',
    message: 'Neo4j at bolt://…@10.0.0.7:7687 does not answer: run "lockstep doctor", then start 2026.1.0 at 12:30:45.',
    cause: {
      name: 'Error',
      code: 'ECONNREFUSED',
      stack: expect.arrayContaining([expect.stringContaining('logger.test')]),
    },
  });
});

test('the address of a server that the config names may be told, beside one that may not', () => {
  const { logger, lines } = listen({
    LOCKSTEP_QUEUE_URL: 'redis://10.0.0.5:6379',
    LOCKSTEP_STORE_URL: 'bolt://10.0.0.6',
  });
  logger.warn('The Redis at 10.0.0.5:6379 refused 10.0.0.7:6379, and the Neo4j at 10.0.0.6 as well.');
  expect(lines()[0]?.['message']).toBe('The Redis at 10.0.0.5:6379 refused …, and the Neo4j at 10.0.0.6 as well.');
});

test('a field that the list does not know is counted, so that whoever wrote it finds out', () => {
  const { logger, lines } = listen();
  logger.info('A line.', { account: 'a', run_id: 'r' } as LogFields);
  expect(lines()[0]).toMatchObject({ run_id: 'r', left_out: 1 });
});

test('an error that causes itself does not hang the log', () => {
  const { logger, lines } = listen();
  const error = new Error('round');
  error.cause = error;
  logger.error('Round.', { error });
  expect(lines()).toHaveLength(1);
});
