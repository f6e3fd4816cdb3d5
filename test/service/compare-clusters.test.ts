import { expect, test } from 'vitest';
import { compareClusters } from '../../src/service/compare-clusters.ts';
import { compareRuns } from '../../src/service/compare-runs.ts';
import { openStore } from '../../src/store/open-store.ts';
import { clustersOf, emitSweep, type Lineages } from '../cli/stored-runs.ts';

const compare = (after: Lineages, before: Lineages) =>
  compareClusters(clustersOf(after), clustersOf(before), 9).map(({ event, lineage_id, joined, left }) => [
    event,
    lineage_id,
    joined.join(' '),
    left.join(' '),
  ]);

test('equal members are the same', () => {
  expect(compare({ L: 'a b c' }, { L: 'a b c' })).toEqual([['same', 'L', '', '']]);
});

test('two that became one have merged, and those who came from neither have joined', () => {
  expect(compare({ L: 'a b c d e x' }, { L: 'a b c', M: 'd e f' })).toEqual([['merged', 'L', 'x', 'f']]);
});

test('one that became two has split, and is not gone', () => {
  expect(compare({ L: 'a b c', N: 'd e f' }, { L: 'a b c d e f' })).toEqual([
    ['split', 'L', '', 'd e f'],
    ['split', 'N', '', 'a b c'],
  ]);
});

test('a lineage that has drifted too far for its members to tell goes on all the same', () => {
  expect(compare({ L: 'a x y z' }, { L: 'a b c d' })).toEqual([['grew', 'L', 'x y z', 'b c d']]);
});

test('a cluster under another lineage goes on where half of the members are shared', () => {
  expect(compare({ N: 'a b c d' }, { L: 'a b' })).toEqual([['grew', 'N', 'c d', '']]);
});

test('what has no successor is gone, what has no predecessor new', () => {
  expect(compare({ L: 'a b' }, { M: 'c d' })).toEqual([
    ['new', 'L', 'a b', ''],
    ['gone', 'M', '', 'c d'],
  ]);
});

test('what was not in the older run and yet before it is revived', async () => {
  await using store = await openStore('memory:');
  await emitSweep(store, 'r1', clustersOf({ L: 'a b' }));
  await emitSweep(store, 'r2', clustersOf({ M: 'c d' }));
  const back = { L: { event: 'revived', previous: [] } } as const;
  await emitSweep(store, 'r3', clustersOf({ L: 'a b', M: 'c d', N: 'e f' }, back));
  const run = async (id: string) => {
    const found = await store.cases.getRun(id);
    if (found === null) throw new Error(`no run ${id}`);
    return found;
  };
  const { events } = await compareRuns(store.cases, await run('r3'), await run('r2'), 9);
  expect(events).toMatchObject({ revived: 1, same: 1, new: 1, gone: 0 });
  const since = await compareRuns(store.cases, await run('r3'), await run('r1'), 9);
  expect(since.events).toMatchObject({ revived: 0, same: 1, new: 2 });
});
