import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { createChooser } from '../conformance/random.ts';
import { openReceiver, type Received } from '../service/open-receiver.ts';

const KILLS = 25;
const EVENTS_A_KILL = 16;
const SUBJECTS = 6;
const PUBLISHERS = 2;
const SCRIPT = fileURLToPath(new URL('./publish-outbox.ts', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Taken = { readonly id: string; readonly subject: string; readonly sequence: string };

/**
 * A receiver as they are: it times out, fails and drops the connection before it has taken an event in and after, and now and
 * then its network hands it the same request twice. It takes each id once.
 */
function createHardReceiver() {
  const choose = createChooser(23);
  const verifier = new Webhook(SECRET);
  const seen = new Set<string>();
  const effects: Taken[] = [];
  const met = { requests: 0, twice: 0, 'no answer': 0, 500: 0, dropped: 0 };
  const take = ({ headers, body }: Received): void => {
    const { id, subject, sequence } = verifier.verify(body, headers as Record<string, string>) as Taken;
    expect(headers['webhook-id']).toBe(id);
    met.requests++;
    if (seen.has(id)) met.twice++;
    else effects.push({ id, subject, sequence });
    seen.add(id);
  };
  const answer = (request: Received, response: ServerResponse): void => {
    const comesAfter = choose.chance(0.5);
    const fault = choose.one(['no answer', '500', 'dropped', 'none', 'none', 'none', 'none', 'none'] as const);
    if (fault === 'none' || comesAfter) take(request);
    if (choose.chance(0.1) && seen.has(String(request.headers['webhook-id']))) take(request);
    if (fault === 'none') response.writeHead(204).end();
    else met[fault]++;
    if (fault === '500') response.writeHead(500).end();
    if (fault === 'dropped') response.destroy();
  };
  return { answer, effects, met };
}

function startPublisher(storeUrl: string, url: string): ChildProcess {
  return spawn(process.execPath, [SCRIPT, storeUrl, url, SECRET], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function kill(publisher: ChildProcess): Promise<void> {
  const ended = once(publisher, 'exit');
  publisher.kill('SIGKILL');
  await ended;
}

describe('publishers that are killed while the receiver fails', () => {
  it(`bring it every event once in effect, in order within each subject, through ${KILLS} kills`, async () => {
    const choose = createChooser(5);
    const { answer, effects, met } = createHardReceiver();
    await using receiver = await openReceiver(answer);
    const storeUrl = `sqlite:${join(folder, 'outbox.db')}`;
    await using store = await openStore(storeUrl);
    const publishers = Array.from({ length: PUBLISHERS }, () => startPublisher(storeUrl, receiver.url));
    let added = 0;
    try {
      for (let round = 0; round < KILLS; round++) {
        const events = Array.from({ length: EVENTS_A_KILL }, () => ({
          id: `evt_${added++}`,
          type: 'lockstep.test.v1',
          subject: `subject ${choose.below(SUBJECTS)}`,
          data: { round },
        }));
        await store.cases.addEvents(events);
        // Killed at a random moment of its work, not of its start.
        const before = met.requests;
        await expect.poll(() => met.requests, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before);
        await sleep(choose.below(150));
        const [victim] = publishers.splice(choose.below(PUBLISHERS), 1);
        if (victim !== undefined) await kill(victim);
        publishers.push(startPublisher(storeUrl, receiver.url));
      }
      await expect.poll(() => effects.length, { timeout: 30_000, interval: 50 }).toBe(added);
      await expect.poll(() => store.cases.deliveries('webhook'), { timeout: 10_000 }).toEqual([]);
    } finally {
      await Promise.all(publishers.map(kill));
    }
    const sent = await store.cases.eventsAfter(0, 10_000);
    expect(new Set(effects.map(({ id }) => id))).toEqual(new Set(sent.map(({ id }) => id)));
    expect(effects).toHaveLength(KILLS * EVENTS_A_KILL);
    for (const [subject, own] of Map.groupBy(effects, (effect) => effect.subject)) {
      const sequences = own.map(({ sequence }) => Number(sequence));
      expect(sequences, subject).toEqual(sequences.map((_, i) => i + 1));
    }
    // Without these the trial would have shown nothing.
    for (const [name, times] of Object.entries(met)) expect(times, name).toBeGreaterThan(KILLS / 2);
  }, 120_000);
});
