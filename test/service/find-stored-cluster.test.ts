import { expect, test } from 'vitest';
import { findCluster } from '../../src/service/explain-membership.ts';
import { findStoredCluster } from '../../src/service/find-stored-cluster.ts';
import { openStore } from '../../src/store/open-store.ts';
import { emitSweep } from '../cli/stored-runs.ts';
import { makeCluster } from '../conformance/make-cluster.ts';

const clusters = ['1111222233334444', '2222333344445555', '9923cafe9923cafe'].map((clusterId, i) =>
  makeCluster({ clusterId, lineageId: clusterId, rank: i + 1, score: 0.5, members: [`a${i}`, `b${i}`] }),
);

test('a short number is a rank, even where an id begins so and the rank is not there', async () => {
  await using store = await openStore('memory:');
  await emitSweep(store, 'nightly', clusters);
  const find = async (name: string, run?: string) =>
    (await findStoredCluster(store.cases, name, run)).cluster.cluster_id;
  for (const run of [undefined, 'nightly']) {
    expect(await find('2', run)).toBe('2222333344445555');
    expect(await find('9923cafe', run)).toBe('9923cafe9923cafe');
    expect(await find('1111222', run)).toBe('1111222233334444');
    await expect(find('99', run)).rejects.toMatchObject({
      code: 'input-missing',
      message: expect.stringContaining('no rank 99 '),
    });
    await expect(find('9', run)).rejects.toMatchObject({ message: expect.stringContaining('no rank 9 ') });
  }
  expect(findCluster({ clusters }, '3').cluster_id).toBe('9923cafe9923cafe');
  expect(() => findCluster({ clusters }, '99')).toThrow('its rank from 1 to 3');
});
