import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, it, vi } from 'vitest';
import { EVENTS, type EventType } from '../../src/report/events/event-types.ts';
import { openWebhookSink } from '../../src/service/webhook-sink.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import { HEADER, smallCampaign } from '../cli/small-campaign.ts';
import { openReceiver } from '../service/open-receiver.ts';
import { configIn, fillStore } from '../service/store-with-edges.ts';
import { openTestContext } from './test-context.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const SWEEP = { window: { from: null, to: null }, seed: 1, layers: [], out: null };

type Told = { readonly type: EventType; readonly subject: string; readonly data: { readonly run_id?: string } };

it('a worker sends what a sweep found to the webhook, signed, each once, and tells no more of what stays the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-worker-'));
  try {
    const file = join(folder, 'edges.csv');
    writeFileSync(file, `${HEADER}${smallCampaign().join('\n')}\n`);
    await using receiver = await openReceiver();
    await using sink = openWebhookSink({ url: receiver.url, secrets: SECRET, allowPrivate: true });
    await using context = await openTestContext(configIn(folder));
    await fillStore(context.store, file);
    await using _worker = await startWorker({ ...context, sinks: [sink] });
    const told = (): readonly Told[] =>
      receiver.requests.map(
        ({ headers, body }) => new Webhook(SECRET).verify(body, headers as Record<string, string>) as Told,
      );
    for (const id of ['first', 'second']) {
      await context.store.cases.createRun({ id, kind: 'sweep', params: SWEEP });
      const isTold = ({ type, subject }: Told) => type === 'lockstep.run.completed.v1' && subject === id;
      await vi.waitFor(() => expect(told().some(isTold)).toBe(true), { timeout: 30_000, interval: 50 });
    }
    const events = told();
    expect(events.map(({ type, data }) => [type, data.run_id]).sort()).toEqual([
      ['lockstep.cluster.detected.v1', 'first'],
      ['lockstep.run.completed.v1', 'first'],
      ['lockstep.run.completed.v1', 'second'],
    ]);
    for (const { type, data } of events) expect(EVENTS[type].data.strict().parse(data)).toEqual(data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
