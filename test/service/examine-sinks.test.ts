import { describe, expect, it } from 'vitest';
import { examineSinks } from '../../src/service/examine-sinks.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createClock } from '../conformance/case-scenario.ts';

const MINUTE = 60_000;
const TOLD = { webhook_url: 'https://hook.example/?token=canary', event_stream: null };

/** A store in which events were written, each ten minutes after the one before, and the webhook was asked to take them. */
async function openOutbox(...ids: readonly string[]) {
  const clock = createClock();
  const { cases } = await openStore('memory:', { now: clock.now });
  const begun = clock.now();
  for (const id of ids) {
    await cases.addEvents([{ id, type: 't', subject: `acc_canary ${id}`, data: { account: 'acc_canary' } }]);
    clock.advance(10 * MINUTE);
  }
  await cases.dueEvents('webhook', 9);
  const examine = async (config: Parameters<typeof examineSinks>[1] = TOLD) => {
    const checks = await examineSinks(cases, config, clock.now());
    expect(JSON.stringify(checks)).not.toContain('canary');
    return checks;
  };
  return { cases, clock, examine, begun: new Date(begun).toISOString() };
}

describe('a sink', () => {
  it('that takes its events is well, and what has come lately may wait', async () => {
    const { examine, begun } = await openOutbox('a');
    expect(await examine()).toEqual([
      { name: 'events to webhook', state: 'ok', found: `1 wait since ${begun}, 0 were given up`, fix: null },
    ]);
  });

  it('that fails for a quarter of an hour is told of, with how many wait, since when and why', async () => {
    const { cases, clock, examine, begun } = await openOutbox('a', 'b');
    const retry = (id: string, error: string) =>
      cases.settleEvent('webhook', id, { outcome: 'retry', notBefore: clock.now(), error });
    await retry('b', 'answered 500');
    clock.advance(1);
    await retry('a', 'answered 503');
    expect(await examine()).toMatchObject([
      {
        state: 'warning',
        found: `2 wait since ${begun}, 0 were given up, last error: answered 503`,
        fix: expect.stringContaining('mend what the error names'),
      },
    ]);
    for (const id of ['a', 'b']) await cases.settleEvent('webhook', id, { outcome: 'delivered' });
    expect(await examine()).toMatchObject([{ state: 'ok', found: '0 wait, 0 were given up' }]);
  });

  it('to which nobody sends is told of as that', async () => {
    const { examine } = await openOutbox('a', 'b');
    expect(await examine()).toMatchObject([{ state: 'warning', fix: expect.stringContaining('start a worker') }]);
  });

  it('that gave events up is told of until they are redelivered', async () => {
    const { cases, examine } = await openOutbox('a');
    await cases.settleEvent('webhook', 'a', { outcome: 'dead', error: 'answered 400' });
    expect(await examine()).toMatchObject([
      {
        state: 'warning',
        found: '0 wait, 1 were given up, last error: answered 400',
        fix: expect.stringContaining('"lockstep events redeliver webhook"'),
      },
    ]);
  });

  it('that wants no more is told of at once, also when the config names it no more', async () => {
    const { cases, clock, examine, begun } = await openOutbox('a');
    await cases.stopSink('webhook', { endpoint: null, why: 'answered 410' });
    const stopped = new Date(clock.now()).toISOString();
    for (const config of [TOLD, { webhook_url: null, event_stream: null }]) {
      expect(await examine(config)).toEqual([
        {
          name: 'events to webhook',
          state: 'warning',
          found: `1 wait since ${begun}, 0 were given up, it wants no more since ${stopped}, last error: answered 410`,
          fix: 'mend the receiver, then "lockstep events start webhook"',
        },
      ]);
    }
  });
});
