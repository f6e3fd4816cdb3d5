import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLeading } from '../../src/worker/leader.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { configIn } from '../service/store-with-edges.ts';
import { openTestContext } from './test-context.ts';

let folder: string;
beforeEach(() => {
  folder = makeMemoryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** For how long a worker with these settings asks to lead, ms. */
async function askedFor(settings: { readonly [key: string]: string }): Promise<number | undefined> {
  await using context = await openTestContext(configIn(folder, settings));
  const asked: number[] = [];
  const { store } = context;
  const cases = {
    ...store.cases,
    takeLease: async (name: string, holder: string, ttlMs: number) => {
      asked.push(ttlMs);
      return await store.cases.takeLease(name, holder, ttlMs);
    },
  };
  await using _leader = startLeading({ ...context, store: { ...store, cases } });
  await waitUntil(() => asked.length > 0);
  return asked[0];
}

describe('a worker that leads and ends', () => {
  it('does not wait for a queue that gives no answer, and lets another lead at once', async () => {
    await using context = await openTestContext(configIn(folder));
    let isAsked = false;
    const queue = {
      ...context.queue,
      add: async () => {
        isAsked = true;
        await new Promise(() => undefined);
      },
    };
    const leader = startLeading({ ...context, queue });
    await waitUntil(() => isAsked);
    await leader[Symbol.asyncDispose]();
    expect(await context.store.cases.takeLease('leader', 'another', 1_000)).not.toBeNull();
  });
});

describe('a worker that asks to lead', () => {
  it('asks for as long as its runs are leased, so that a dead leader is missed no later than its runs', async () => {
    expect(await askedFor({ run_lease: '5s' })).toBe(5_000);
  });

  it('asks for a few looks at least, and never for longer than a quarter of a minute', async () => {
    expect(await askedFor({ run_lease: '1s' })).toBe(3_000);
    expect(await askedFor({ run_lease: '5m' })).toBe(15_000);
  });
});
