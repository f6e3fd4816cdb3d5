import { expect, test } from 'vitest';
import { tallyWorld, type WorldLabelRow } from '../../src/service/tally-world.ts';
import { smallFindings } from './small-findings.ts';

const { report } = smallFindings(); // a, b, c in a high cluster, d, e in a low one
const genuine = (account: string, ...circles: readonly string[]): WorldLabelRow => ({
  account,
  group: '',
  kind: '',
  circles,
});
const planted = (account: string, group: string): WorldLabelRow => ({
  account,
  group,
  kind: 'ring',
  circles: ['household-1'],
});

test('a ring is found in the cluster that holds most of it', () => {
  const { rings } = tallyWorld(
    [planted('a', 'r1'), planted('b', 'r1'), planted('d', 'r1'), planted('x', 'r1')],
    report,
  );
  expect(rings).toEqual([
    {
      ring: 'r1',
      kind: 'ring',
      accounts: 4,
      found: 2,
      cluster: { cluster_id: 'aa11', rank: 1, band: 'high', score: 1, size: 3 },
    },
  ]);
});

test('one member in a cluster is no finding', () => {
  expect(tallyWorld([planted('a', 'r1'), planted('x', 'r1')], report).rings[0]).toMatchObject({
    found: 0,
    cluster: null,
  });
});

test('innocent accounts count once a kind, by the band they ended up in; planted ones do not count', () => {
  const labels = [
    genuine('a', 'household-1', 'household-2', 'office-1'),
    genuine('d', 'household-2'),
    genuine('x', 'household-3'),
    planted('b', 'r1'),
  ];
  expect(tallyWorld(labels, report).innocent).toEqual([
    { kind: 'household', circles: 3, accounts: 3, bands: { high: 1, medium: 0, low: 1 } },
    { kind: 'office', circles: 1, accounts: 1, bands: { high: 1, medium: 0, low: 0 } },
  ]);
});
