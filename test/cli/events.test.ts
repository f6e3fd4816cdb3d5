import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { callHere } from './lockstep.ts';

let folder: string;
let store: Store;
let env: { readonly [name: string]: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-events-'));
  const url = `sqlite:${join(folder, 'store.db')}`;
  env = { LOCKSTEP_STORE_URL: url, LOCKSTEP_WEBHOOK_URL: 'https://hook.example/', LOCKSTEP_WEBHOOK_SECRET: 'x' };
  store = await openStore(url);
  const events = ['evt_1', 'evt_2', 'evt_3'];
  await store.cases.addEvents(events.map((id) => ({ id, type: 'lockstep.test.v1', subject: id, data: null })));
  await store.cases.dueEvents('webhook', 10);
  for (const id of ['evt_1', 'evt_2'])
    await store.cases.settleEvent('webhook', id, { outcome: 'dead', error: 'answered 503' });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const deadNow = async () =>
  (await store.cases.deliveries('webhook')).filter(({ isDead }) => isDead).map(({ eventId }) => eventId);

test('sinks are listed with what waits and what was given up, for people and for programs', async () => {
  const { status, stdout } = await callHere(['events'], env);
  expect(status).toBe(0);
  expect(stdout).toMatch(/webhook\s+1\s+2\s+open/);
  expect(stdout).toMatch(/evt_2\s+1 tries\s+answered 503/);
  const listed = await callHere(['events', 'list', '--json'], env);
  expect(JSON.parse(listed.stdout)).toEqual({
    sink: 'webhook',
    configured: true,
    pending: 1,
    dead: ['evt_1', 'evt_2'].map((event_id) => ({ event_id, attempts: 1, last_error: 'answered 503' })),
    stopped: null,
  });
});

test('without a sink the answer says so', async () => {
  const { LOCKSTEP_STORE_URL = '' } = env;
  expect((await callHere(['events'], { LOCKSTEP_STORE_URL })).stdout).toMatch(/set webhook_url or event_stream/);
});

test('an event that was given up is delivered again, or all of them; a dry run changes nothing', async () => {
  await callHere(['events', 'redeliver', 'webhook', '--dry-run'], env);
  expect(await deadNow()).toEqual(['evt_1', 'evt_2']);
  await callHere(['events', 'redeliver', 'webhook', 'evt_1', '--actor', 'ann'], env);
  expect(await deadNow()).toEqual(['evt_2']);
  const { stdout } = await callHere(['events', 'redeliver', 'webhook', '--json'], env);
  expect(JSON.parse(stdout)).toEqual({ sink: 'webhook', events: ['evt_2'], redelivered: true });
  expect(await deadNow()).toEqual([]);
  expect((await store.cases.auditAfter(0, 9)).at(0)).toMatchObject({ actor: 'ann', action: 'event.redeliver' });
});

test('an event that waits anyway is not redelivered, and the answer says what to do', async () => {
  const { status, stderr } = await callHere(['events', 'redeliver', 'webhook', 'evt_3'], env);
  expect([status, stderr]).toEqual([6, expect.stringMatching(/has not given up an event evt_3/)]);
});

test('a sink that refused is started again, one that did not is left alone', async () => {
  expect((await callHere(['events', 'start', 'webhook'], env)).status).toBe(6);
  await store.cases.stopSink('webhook', { endpoint: 'e', why: 'answered 410' });
  expect((await callHere(['events'], env)).stdout).toMatch(/webhook .* stopped since .*: answered 410/);
  expect((await callHere(['events', 'start', 'webhook', '--dry-run'], env)).status).toBe(0);
  expect(await store.cases.stoppedSinks()).toHaveLength(1);
  expect((await callHere(['events', 'start', 'webhook'], env)).status).toBe(0);
  expect(await store.cases.stoppedSinks()).toEqual([]);
});
