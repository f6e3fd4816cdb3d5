import { expect, test, vi } from 'vitest';
import { followRun } from '../../src/cli/follow-run.ts';
import { openStore } from '../../src/store/open-store.ts';
import { emitSweep } from './stored-runs.ts';

async function follow(looksBeforeItIsTaken: number): Promise<string> {
  await using store = await openStore('memory:');
  await store.cases.createRun({ id: 'asked', kind: 'sweep', params: {} });
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  let looks = 0;
  const getRun = async (id: string) => {
    if (looks++ === looksBeforeItIsTaken) await emitSweep(store, 'asked', []);
    return await store.cases.getRun(id);
  };
  try {
    expect((await followRun('asked', { getRun }, {}, 1)).state).toBe('emitted');
    return said.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    said.mockRestore();
  }
}

test('a run that nobody takes up is spoken of once, with what to do', async () => {
  expect(await follow(60)).toBe(
    'No worker has taken up run asked yet: start one by "lockstep worker", or see "lockstep jobs list".\n',
  );
});

test('nothing is said of one that is taken up in time', async () => {
  expect(await follow(3)).toBe('');
});
