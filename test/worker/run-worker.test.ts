import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConfigFlags } from '../../src/config/load-config.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import { HEADER, smallCampaign } from '../cli/small-campaign.ts';
import { configIn, fillStore } from '../service/store-with-edges.ts';
import { openTestContext } from './test-context.ts';

const SWEEP = { window: { from: null, to: null }, seed: 1, layers: [], out: null };
const PATIENCE = { timeout: 30_000, interval: 50 };

let folder: string;
let flags: ConfigFlags;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-worker-'));
  const file = join(folder, 'edges.csv');
  writeFileSync(file, `${HEADER}${smallCampaign().join('\n')}\n`);
  flags = configIn(folder);
  store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  await fillStore(store, file);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function stateOf(id: string): Promise<string | undefined> {
  return (await store.cases.getRun(id))?.state;
}

describe('a worker with the queue of its own process', () => {
  it('finds runs that others have put on record, does them, and says so in its log', async () => {
    const lines: string[] = [];
    await using context = await openTestContext(flags, lines);
    await using _worker = await startWorker(context);
    await store.cases.createRun({ id: 'asked-for', kind: 'sweep', params: SWEEP });
    await vi.waitFor(async () => expect(await stateOf('asked-for')).toBe('emitted'), PATIENCE);
    expect(lines.some((line) => line.includes('A run is emitted.') && line.includes('asked-for'))).toBe(true);
    expect(await context.metrics.render()).toMatch(/lockstep_runs_total\{kind="sweep",state="emitted"\} 1/);
  });

  it('fills a slot of a schedule once, with the window that ends at the slot', async () => {
    await using context = await openTestContext(flags);
    await using _worker = await startWorker(context);
    await store.cases.putSchedule(
      {
        id: 'often',
        pattern: '* * * * * *',
        timezone: 'UTC',
        kind: 'sweep',
        params: { window_ms: 86_400_000, seed: 1, layers: [] },
        isPaused: false,
      },
      'ann',
    );
    await vi.waitFor(async () => {
      const runs = await store.cases.listRuns({ scheduleId: 'often' });
      expect(runs.length).toBeGreaterThanOrEqual(2);
    }, PATIENCE);
    await store.cases.removeSchedule('often', 'ann');
    const runs = await store.cases.listRuns({ scheduleId: 'often' });
    const slots = runs.map(({ slot }) => slot ?? 0);
    expect(new Set(slots).size).toBe(runs.length);
    for (const { id, slot, params } of runs) {
      expect((slot ?? 1) % 1_000).toBe(0);
      expect(id).toBe(`often-${new Date(slot ?? 0).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`);
      expect(params).toMatchObject({ window: { from: (slot ?? 0) - 86_400_000, to: slot } });
    }
  });

  it('that ends lets its run go at once, and another one brings it to its end', async () => {
    const context = await openTestContext(flags);
    const worker = await startWorker(context);
    await store.cases.createRun({ id: 'handed-on', kind: 'sweep', params: SWEEP });
    await vi.waitFor(async () => expect((await store.cases.getRun('handed-on'))?.epoch).toBe(1), PATIENCE);
    await worker[Symbol.asyncDispose]();
    await context[Symbol.asyncDispose]();
    const left = await store.cases.getRun('handed-on');
    // Either it was let go, or it had come to its end by then.
    if (left?.state !== 'emitted') expect(left).toMatchObject({ holder: null, attempts: 0 });
    await using next = await openTestContext(flags);
    await using _second = await startWorker(next);
    await vi.waitFor(async () => expect(await stateOf('handed-on')).toBe('emitted'), PATIENCE);
    expect(await store.cases.clustersOf('handed-on')).not.toEqual([]);
  });

  it('ends a run that somebody cancels while it is worked on', async () => {
    await using context = await openTestContext(flags);
    await using _worker = await startWorker(context);
    // A pinned snapshot keeps the run waiting for as long as the test needs.
    await store.edges.pinSnapshot('somebody', Date.now() + 600_000);
    await store.cases.createRun({ id: 'waiting', kind: 'expire', params: { before: 0 } });
    await vi.waitFor(async () => expect(await stateOf('waiting')).toBe('loading'), PATIENCE);
    await store.cases.askCancel('waiting', 'ann');
    await vi.waitFor(async () => expect(await stateOf('waiting')).toBe('cancelled'), PATIENCE);
  });
});
