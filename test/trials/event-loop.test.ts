import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { toColumns } from '../../src/store/edge-rows.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { createChooser } from '../conformance/random.ts';
import { configIn } from '../service/store-with-edges.ts';
import { spawnWorker } from '../worker/spawn-worker.ts';
import { SWEEP } from './trial-world.ts';

const EDGES = 300_000;
/** How late the event loop that renews locks and leases may be because of the detection, 99th percentile. */
const P99_MS = 50;
const RESOLUTION_MS = 10;
const LEASE_MS = 30_000;

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A crowd in which a ring of thirty shares what few do. */
async function fill({ edges }: Store): Promise<void> {
  const choose = createChooser(5);
  const rows = Array.from({ length: EDGES }, (_, i) => {
    const isRing = i % 500 === 0;
    return {
      account: isRing ? `ring ${choose.below(30)}` : `account ${choose.below(30_000)}`,
      layer: choose.one(['link', 'hashtag', 'device']),
      entity: isRing ? `slogan ${choose.below(40)}` : `entity ${choose.below(90_000)}`,
      at:
        1_760_000_000_000 +
        (isRing ? choose.below(40) * 3_600_000 + choose.below(20_000) : choose.below(2_592_000_000)),
      event: '',
      source: '',
      weight: 1,
    };
  });
  await edges.appendBatch({ batchKey: 'all', source: 'trial', columns: toColumns(rows) });
}

function watchDelay(): Disposable & { readonly p99Ms: () => number } {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  return {
    p99Ms: () => Math.max(0, delays.percentile(99) / 1e6 - RESOLUTION_MS),
    [Symbol.dispose]: () => void delays.disable(),
  };
}

async function p99Ms(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^lockstep_event_loop_delay_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1_000;
}

describe('a worker in the middle of a large detection', () => {
  it(`keeps its event loop free and its lease renewed (M3, ${EDGES} edges)`, async () => {
    const flags = configIn(folder, { http_port: 0, threads: 2, run_lease: `${LEASE_MS / 1_000}s` });
    await using store = await openStore(`sqlite:${join(folder, 'store.db')}`);
    await fill(store);
    await using worker = spawnWorker(flags);
    const url = await worker.url;
    const taken = worker.hears((line) => line.includes('A run is taken up.'));
    await store.cases.createRun({ id: 'large', kind: 'sweep', params: SWEEP });
    await taken;
    // The percentile is of the time since the last look.
    await p99Ms(url);
    // What a machine with other work makes anybody wait, this process too, which has nothing to do.
    using idle = watchDelay();
    const startedAt = performance.now();
    let leastLeft = LEASE_MS;
    for (;;) {
      const run = await store.cases.getRun('large');
      if (run === null || run.state === 'emitted' || run.state === 'failed') break;
      leastLeft = Math.min(leastLeft, (run.heldUntil ?? 0) - Date.now());
      await sleep(100);
    }
    const tookMs = performance.now() - startedAt;
    const [p99, machine] = [await p99Ms(url), idle.p99Ms()];
    console.info(
      `M3: p99 ${p99.toFixed(1)} ms, ${machine.toFixed(1)} ms in an idle process beside it, over ${(tookMs / 1_000).toFixed(1)} s of detection; the lease had ${(leastLeft / 1_000).toFixed(1)} s left at least`,
    );
    expect(await store.cases.getRun('large')).toMatchObject({ state: 'emitted', epoch: 1 });
    expect(p99 - machine).toBeLessThan(P99_MS);
    // It is renewed every two seconds: of a third of it not one has been missed.
    expect(leastLeft).toBeGreaterThan((LEASE_MS * 2) / 3);
  }, 300_000);
});
