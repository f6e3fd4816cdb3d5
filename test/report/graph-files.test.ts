import { UndirectedGraph } from 'graphology';
import { parse } from 'graphology-gexf';
import { expect, test } from 'vitest';
import { renderGexf } from '../../src/report/render-gexf.ts';
import { renderGraphml } from '../../src/report/render-graphml.ts';
import { xmlSafe } from '../../src/report/xml-text.ts';
import { readXml } from './read-xml.ts';
import { makeFindings, sampleSpecs } from './sample-findings.ts';

const findings = makeFindings(sampleSpecs().filter(({ size }) => size < 100));
const members = findings.report.clusters.flatMap((cluster) => cluster.members);

test('the GraphML is well-formed and holds every member and every pair among them, hostile ids included', () => {
  const [graph] = readXml([...renderGraphml(findings)].join('')).children.filter(({ name }) => name === 'graph');
  const nodes = graph?.children.filter(({ name }) => name === 'node') ?? [];
  const edges = graph?.children.filter(({ name }) => name === 'edge') ?? [];
  expect(nodes.map(({ children }) => children[0]?.text)).toEqual(members.map(({ account_id }) => xmlSafe(account_id)));
  expect(edges.length).toBe(findings.pairs.length);
  const ids = new Set(nodes.map(({ attributes }) => attributes.get('id')));
  for (const { attributes } of edges) {
    expect(ids).toContain(attributes.get('source'));
    expect(ids).toContain(attributes.get('target'));
  }
});

test('every GraphML value stands under a declared key', () => {
  const root = readXml([...renderGraphml(findings)].join(''));
  const keys = new Set(
    root.children.filter(({ name }) => name === 'key').map(({ attributes }) => attributes.get('id')),
  );
  const [graph] = root.children.filter(({ name }) => name === 'graph');
  for (const element of graph?.children ?? [])
    for (const { attributes } of element.children) expect(keys).toContain(attributes.get('key'));
});

test('the GEXF reads back as the graph of the members', () => {
  const text = [...renderGexf(findings)].join('');
  readXml(text);
  const graph = parse(UndirectedGraph, text);
  expect(graph.order).toBe(members.length);
  expect(graph.size).toBe(findings.pairs.length);
  expect(graph.getNodeAttribute('n0', 'label')).toBe(members[0]?.account_id);
  expect(graph.getNodeAttribute('n0', 'tier')).toBe('core');
});

test('pairs with an end outside every cluster are not exported', () => {
  const [first] = findings.report.clusters;
  if (first === undefined) throw new Error('no cluster');
  const one = { ...findings, report: { ...findings.report, clusters: [first] } };
  const [graph] = readXml([...renderGraphml(one)].join('')).children.filter(({ name }) => name === 'graph');
  expect(graph?.children.filter(({ name }) => name === 'edge').length).toBe(first.links_total);
});
