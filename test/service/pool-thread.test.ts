import { describe, expect, it } from 'vitest';
import { staticRows } from '../../src/detect/pair-rows.ts';
import { compareStatic } from '../../src/detect/similarity-static.ts';
import type { Parallel } from '../../src/model/ports.ts';
import { startPoolThread } from '../../src/service/pool-thread.ts';
import { openThreadPool } from '../../src/service/thread-pool.ts';
import { makeLayer, type Row } from '../detect/make-layer.ts';

describe('startPoolThread', () => {
  it('tells why a kernel failed, in one sentence, and goes on', async () => {
    const thread = startPoolThread();
    await expect(thread.ask(staticRows.name, null)).rejects.toThrow(/^A kernel failed: .+; report this as a bug\.$/);
    await expect(thread.ask('pairs-of-shoes', 1)).rejects.toMatchObject({ code: 'internal' });
    await expect(thread.ask(staticRows.name, await anInput())).resolves.toMatchObject({ from: 0 });
    await thread.stop();
  });

  it('refuses, instead of staying silent, once the thread has ended', async () => {
    const thread = startPoolThread();
    const pending = thread.ask(staticRows.name, await anInput()).catch((error: Error) => error.message);
    await thread.stop();
    expect(await pending).toMatch(/^A thread of the detection ended/);
    await expect(thread.ask(staticRows.name, await anInput())).rejects.toThrow('A thread of the detection ended');
  });
});

describe('openThreadPool', () => {
  it('puts outputs in the order of the inputs, whichever thread is done first', async () => {
    await using pool = await openThreadPool({ threads: 3 });
    const input = (await anInput()) as Parameters<typeof staticRows.run>[0];
    const inputs = Array.from({ length: 40 }, (_, i) => ({ ...input, from: i % input.accountCount }));
    const outputs = await pool.run(staticRows, inputs);
    expect(outputs.map(({ from }) => from)).toEqual(inputs.map(({ from }) => from));
  });

  it('begins no further work after a failure', async () => {
    await using pool = await openThreadPool({ threads: 2 });
    const input = (await anInput()) as Parameters<typeof staticRows.run>[0];
    let taken = 0;
    const inputs = Array.from({ length: 600 }, (_, i) =>
      i === 0 ? { ...input, entityAccounts: null as never } : input,
    );
    const counted = new Proxy(inputs, {
      get: (target, key, receiver) => {
        if (key !== 'length') taken++;
        return Reflect.get(target, key, receiver);
      },
    });
    await expect(pool.run(staticRows, counted)).rejects.toThrow('A kernel failed');
    await pool.run(staticRows, inputs.slice(1));
    expect(taken).toBeLessThan(300);
  });
});

/** What `compareStatic` hands to its kernel. */
async function anInput(): Promise<unknown> {
  let seen: unknown;
  const spy: Parallel = {
    threads: 1,
    run: async (kernel, inputs) => {
      seen = inputs[0];
      return inputs.map((input) => kernel.run(input));
    },
  };
  const rows: Row[] = [0, 1, 2, 3, 4].map((a) => [a, 0]);
  await compareStatic(makeLayer('resource', 5, rows), { entityWeight: Float64Array.of(1), minShared: 1, cap: 9 }, spy);
  return seen;
}
