import { connect, createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createServer, openServer } from '../../src/api/open-server.ts';
import { LockstepError } from '../../src/model/errors.ts';
import { alive, makeContext } from './server-context.ts';

const PROBLEM = 'application/problem+json; charset=utf-8';
const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('GET /healthz', () => {
  test('answers 200 while the process lives, and asks neither store nor queue', async () => {
    const never = () => {
      throw new Error('asked');
    };
    const { context } = makeContext({ store: { describe: never }, queue: { examine: never } });
    const response = await (await createServer(context, alive)).inject('/healthz');
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { status: 'ok', version: expect.stringMatching(/^\d+\.\d+/) },
    ]);
  });

  test('answers 503 with the sentence that says what is wrong', async () => {
    const says = 'Jobs have been waiting for 75 s and this worker was handed none: restart it.';
    const { context } = makeContext();
    const response = await (await createServer(context, { complaint: () => says })).inject('/healthz');
    expect([response.statusCode, response.headers['content-type']]).toEqual([503, PROBLEM]);
    expect(response.json()).toEqual({
      type: 'about:blank',
      status: 503,
      title: 'Not alive',
      detail: says,
      request_id: expect.stringMatching(REQUEST_ID),
    });
  });
});

describe('GET /readyz', () => {
  test('answers 200 with each check when all are well', async () => {
    const { context } = makeContext();
    const response = await (await createServer(context, alive)).inject('/readyz');
    expect(response.statusCode).toBe(200);
    const { status, checks } = response.json();
    expect([status, checks.map(({ name, state }: Record<string, string>) => `${name} ${state}`)]).toEqual([
      'ready',
      ['store ok', 'schema ok', 'redis ok'],
    ]);
  });

  test('answers 503 and names each part that fails, with its fix', async () => {
    const { context, lines } = makeContext({
      store: {
        describe: async () => {
          throw new LockstepError('unreachable', 'Neo4j at 127.0.0.1:7687 does not answer: start it.');
        },
      },
      queue: {
        examine: async () => [
          { name: 'redis', state: 'ok', found: 'answers', fix: null },
          {
            name: 'redis eviction',
            state: 'failed',
            found: 'maxmemory-policy allkeys-lru',
            fix: 'set it to noeviction',
          },
        ],
      },
    });
    const response = await (await createServer(context, alive)).inject('/readyz');
    expect([response.statusCode, response.headers['content-type']]).toEqual([503, PROBLEM]);
    const problem = response.json();
    expect(problem.detail).toContain(
      'store: Neo4j at 127.0.0.1:7687 does not answer: start it; start it, or mend LOCKSTEP_STORE_URL',
    );
    expect(problem.detail).toContain('redis eviction: maxmemory-policy allkeys-lru; set it to noeviction');
    expect(problem.detail).not.toContain('answers;');
    expect(problem.checks).toHaveLength(3);
    expect(lines().flatMap(({ check }) => check ?? [])).toEqual(['store', 'redis eviction']);
  });
});

describe('GET /metrics', () => {
  test('answers in the text format of Prometheus', async () => {
    const { context } = makeContext();
    const response = await (await createServer(context, alive)).inject('/metrics');
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(response.body).toContain('\nlockstep_alarm{kind="run-missed"} 0\n');
  });
});

describe('an error', () => {
  test('of an unknown page is a problem with the id of the request, which also stands in the header', async () => {
    const { context, lines } = makeContext();
    const response = await (await createServer(context, alive)).inject('/accounts/acc_canary');
    expect([response.statusCode, response.headers['content-type']]).toEqual([404, PROBLEM]);
    const problem = response.json();
    expect(problem.request_id).toBe(response.headers['x-request-id']);
    expect(problem.request_id).toMatch(REQUEST_ID);
    // The log knows the request by that id, and not what was asked for.
    expect(lines()).toMatchObject([{ request_id: problem.request_id, method: 'GET', status: 404, route: 'none' }]);
    expect(JSON.stringify([lines(), problem])).not.toContain('canary');
  });

  test('inside answers 500 without a word of it, and the log has the place', async () => {
    const { context, lines } = makeContext({
      metrics: {
        contentType: 'text/plain',
        render: async () => {
          throw new Error('secret of the inside');
        },
      },
    });
    const response = await (await createServer(context, alive)).inject('/metrics');
    expect([response.statusCode, response.headers['content-type']]).toEqual([500, PROBLEM]);
    expect(response.body).not.toMatch(/secret|at .*\.ts/);
    const line = lines().find(({ level }) => level === 'error');
    expect(line).toMatchObject({ request_id: response.json().request_id, route: '/metrics' });
    expect(JSON.stringify(line?.['error'])).toContain('open-server.test.ts');
  });

  test.each([
    ['an address that is no UTF-8', 'GET', '/healthz/%E0%A4%A', 400],
    ['a page that only reads', 'POST', '/healthz', 404],
  ] as const)('of %s is a problem too', async (_what, method, url, status) => {
    const { context } = makeContext();
    const response = await (await createServer(context, alive)).inject({ url, method });
    expect([response.statusCode, response.headers['content-type']]).toEqual([status, PROBLEM]);
    expect(response.json().request_id).toMatch(REQUEST_ID);
  });

  test('of a body that is no JSON, or too long, is a problem too', async () => {
    const { context } = makeContext();
    const server = await createServer(context, alive);
    const send = (payload: string) =>
      server.inject({ url: '/healthz', method: 'POST', payload, headers: { 'content-type': 'application/json' } });
    for (const response of [await send('{'), await send(`"${'x'.repeat(100_000)}"`)]) {
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.statusCode).toBeLessThan(500);
      expect(response.headers['content-type']).toBe(PROBLEM);
    }
  });
});

describe('the board of the queue', () => {
  test('is not there unless it is asked for', async () => {
    const { context } = makeContext({}, { LOCKSTEP_QUEUE_URL: 'redis://127.0.0.1:1' });
    const response = await (await createServer(context, alive)).inject('/admin/queues');
    expect([response.statusCode, response.headers['content-type']]).toEqual([404, PROBLEM]);
  });

  test.each(['0.0.0.0', '::', '192.0.2.1', 'lockstep.example'])('is refused where %s is listened on', async (host) => {
    const env = { LOCKSTEP_QUEUE_BOARD: 'true', LOCKSTEP_HTTP_HOST: host, LOCKSTEP_QUEUE_URL: 'redis://127.0.0.1:1' };
    await expect(openServer(makeContext({}, env).context, alive)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(`http_host is ${host}`),
    });
  });

  test('is left out, with a line in the log, where the queue is in the process itself', async () => {
    const { context, lines } = makeContext({}, { LOCKSTEP_QUEUE_BOARD: 'true' });
    const response = await (await createServer(context, alive)).inject('/admin/queues');
    expect(response.statusCode).toBe(404);
    expect(lines()[0]).toMatchObject({ level: 'warn', message: expect.stringContaining('LOCKSTEP_QUEUE_URL') });
  });
});

describe('over a real port', () => {
  test('it answers on http_host, tells its port, and closes while a scraper keeps its connection', async () => {
    const { context } = makeContext();
    const server = await openServer(context, alive);
    const response = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    const kept = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => kept.once('connect', resolve));
    const ended = new Promise((resolve) => kept.once('close', resolve));
    kept.on('error', () => undefined);
    kept.resume();
    await server.close();
    await ended;
    await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow();
  });

  test('a port that is taken is told in one sentence with the setting to change', async () => {
    const taken = createTcpServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { readonly port: number };
    const { context } = makeContext({}, { LOCKSTEP_HTTP_PORT: String(port) });
    await expect(openServer(context, alive)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(new RegExp(`127\\.0\\.0\\.1:${port}.*LOCKSTEP_HTTP_PORT`)),
    });
    await new Promise((resolve) => taken.close(resolve));
  });

  test('so is an address that this machine has not', async () => {
    const { context } = makeContext({}, { LOCKSTEP_HTTP_HOST: '192.0.2.1' });
    await expect(openServer(context, alive)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('LOCKSTEP_HTTP_HOST'),
    });
  });
});
