import { expect, test } from 'vitest';
import { explainMembership, findCluster } from '../../src/service/explain-membership.ts';
import { explainPair } from '../../src/service/explain-pair.ts';
import { smallFindings } from './small-findings.ts';

const findings = smallFindings();

test('a linked pair has its weight, the part of each layer, and its cluster', () => {
  expect(explainPair(findings, 'a', 'b')).toMatchObject({
    weight: 20,
    layers: { device: 8, link: 12 },
    clusters: [{ cluster_id: 'aa11', rank: 1 }],
    chain: [],
  });
});

test('the order of the two makes no difference to what is found', () => {
  const { weight, layers, shared_total } = explainPair(findings, 'b', 'a');
  expect({ weight, layers, shared_total }).toEqual({ weight: 20, layers: { device: 8, link: 12 }, shared_total: 3 });
});

test('what few hold comes first, then what was closest in time, which is measured between the nearest two acts', () => {
  const { shared } = explainPair(findings, 'a', 'b');
  expect(shared.map(({ entity, apart_ms }) => [entity, apart_ms])).toEqual([
    ['rare', 3000],
    ['phone', null],
    ['viral', 0],
  ]);
  expect(shared[0]?.at).toEqual(['2026-01-01T00:00:30.000Z', '2026-01-01T00:00:27.000Z']);
});

test('an unlinked pair gets the shortest way, and of equally short ones the one whose weakest link is strongest', () => {
  const { weight, chain, clusters } = explainPair(findings, 'a', 'e');
  expect(weight).toBe(0);
  expect(clusters).toEqual([]);
  // a-b-d-e has a link of 2 in it, a-c-d-e none below 4.
  expect(chain.map(({ a, b, weight: link }) => [a, b, link])).toEqual([
    ['a', 'c', 4],
    ['c', 'd', 6],
    ['d', 'e', 5],
  ]);
});

test('a weaker way that is met later does not replace a stronger one', () => {
  const { pairs } = findings;
  const weight = pairs.weight.with(3, 8); // b-d: now a-b-d has no link below 8, a-c-d one of 4
  const { chain } = explainPair({ ...findings, pairs: { ...pairs, weight } }, 'a', 'd');
  expect(chain.map(({ a, b }) => [a, b])).toEqual([
    ['a', 'b'],
    ['b', 'd'],
  ]);
});

test('where there is no way, there is no chain', () => {
  expect(explainPair(findings, 'a', 'f')).toMatchObject({ weight: 0, chain: [], shared: [] });
});

test('a member is explained by its links inside the cluster alone, the strongest first', () => {
  const { links, links_total, account } = explainMembership(findings, 'c', 'aa11');
  expect(account.tier).toBe('core');
  expect([links_total, links.map(({ b }) => b)]).toEqual([2, ['b', 'a']]);
});

test('a cluster is named by its id, the beginning of it, or its rank', () => {
  expect(['aa11', 'aa2', '2'].map((name) => findCluster(findings.report, name).cluster_id)).toEqual([
    'aa11',
    'aa22',
    'aa22',
  ]);
});

test.each([
  ['zz', /no cluster zz: give the beginning of its id, or its rank from 1 to 2/],
  ['aa', /aa begins 2 cluster ids/],
])('cluster %s is refused', (name, message) => {
  expect(() => findCluster(findings.report, name)).toThrow(message);
});

test('an account that is not in the cluster is told so', () => {
  expect(() => explainMembership(findings, 'd', 'aa11')).toThrow('Account d is not in cluster aa11');
});
