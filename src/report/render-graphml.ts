import type { Findings } from '../model/findings.ts';
import { type ClusterGraph, clusterGraph, type Tie, type Vertex } from './cluster-graph.ts';
import { inChunks } from './in-chunks.ts';
import { xmlEscape } from './xml-text.ts';

type VertexKey = readonly [name: string, type: 'string' | 'double' | 'int', value: (vertex: Vertex) => string | number];

const VERTEX_KEYS: readonly VertexKey[] = [
  ['account_id', 'string', ({ member }) => member.account_id],
  ['cluster_id', 'string', ({ cluster }) => cluster.cluster_id],
  ['cluster_rank', 'int', ({ cluster }) => cluster.rank],
  ['band', 'string', ({ cluster }) => cluster.band],
  ['tier', 'string', ({ member }) => member.tier],
  ['score', 'double', ({ member }) => member.score],
  ['membership', 'double', ({ member }) => member.membership],
];

/**
 * clusters.graphml: the accounts in clusters and every pair among them, as a stream, since a graph object would need about
 * 350 B a pair. http://graphml.graphdrawing.org/specification.html
 */
export function renderGraphml(findings: Findings): Iterable<string> {
  return inChunks(lines(clusterGraph(findings)));
}

function* lines(graph: ClusterGraph): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const [i, [name, type]] of VERTEX_KEYS.entries()) yield key(`v${i}`, 'node', name, type);
  yield key('weight', 'edge', 'weight', 'double');
  yield key('count', 'edge', 'count', 'int');
  for (const [i, layer] of graph.layerNames.entries()) yield key(`l${i}`, 'edge', `weight:${layer}`, 'double');
  yield '<graph id="clusters" edgedefault="undirected">\n';
  for (const vertex of graph.vertices) yield node(vertex);
  for (const tie of graph.ties()) yield edge(tie);
  yield '</graph>\n</graphml>\n';
}

function key(id: string, of: 'node' | 'edge', name: string, type: string): string {
  return `<key id="${id}" for="${of}" attr.name="${xmlEscape(name)}" attr.type="${type}"/>\n`;
}

function node(vertex: Vertex): string {
  const data = VERTEX_KEYS.map(([, , value], i) => `<data key="v${i}">${xmlEscape(String(value(vertex)))}</data>`);
  return `<node id="${vertex.id}">${data.join('')}</node>\n`;
}

function edge({ source, target, weight, count, parts }: Tie): string {
  const layers = parts.map((part, i) => (part === 0 ? '' : `<data key="l${i}">${part}</data>`)).join('');
  return `<edge source="${source}" target="${target}"><data key="weight">${weight}</data><data key="count">${count}</data>${layers}</edge>\n`;
}
