import { expect, test } from 'vitest';
import type { LabelledAccount } from '../../src/report/evaluation/tables.ts';
import { tallyRings } from '../../src/service/tally-rings.ts';
import { smallFindings } from './small-findings.ts';

const { report } = smallFindings(); // a, b, c in a high cluster, d, e in a low one
const planted = (account: string, group: string): LabelledAccount => ({
  account,
  label: 1,
  group,
  kind: 'ring',
  circles: [],
});
const genuine = (account: string): LabelledAccount => ({ account, label: 0, group: '', kind: 'crowd', circles: [] });

test('a ring is found in the cluster that holds most of it; genuine accounts are no ring', () => {
  const labels = [planted('a', 'r1'), planted('b', 'r1'), planted('d', 'r1'), planted('x', 'r1'), genuine('c')];
  expect(tallyRings(labels, report)).toEqual([
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
  expect(tallyRings([planted('a', 'r1'), planted('x', 'r1')], report)[0]).toMatchObject({ found: 0, cluster: null });
});
