import { UndirectedGraph } from 'graphology';
import { write } from 'graphology-gexf';
import type { Findings } from '../model/findings.ts';
import { clusterGraph } from './cluster-graph.ts';
import { xmlSafe } from './xml-text.ts';

/** The writer makes one string of a graph in memory, about 1 KB a link: beyond this clusters.graphml, a stream, is the whole. */
const MOST_LINKS = 250_000;

const BAND_COLOUR = { high: '#b3123b', medium: '#9a6200', low: '#6b7684' } as const;
const TIER_SIZE = { core: 10, periphery: 6, bystander: 3 } as const;

/** clusters.gexf for Gephi: coloured by band, sized by tier. Says in its description what it leaves out. */
export function* renderGexf(findings: Findings): Generator<string> {
  const { vertices, layerNames, ties } = clusterGraph(findings);
  const graph = new UndirectedGraph();
  for (const { id, member, cluster } of vertices) {
    graph.addNode(id, {
      label: xmlSafe(member.account_id),
      color: BAND_COLOUR[cluster.band],
      size: TIER_SIZE[member.tier],
      cluster_id: cluster.cluster_id,
      cluster_rank: cluster.rank,
      band: cluster.band,
      tier: member.tier,
      score: member.score,
      membership: member.membership,
    });
  }
  let total = 0;
  for (const { source, target, weight, count, parts } of ties()) {
    total++;
    if (graph.size >= MOST_LINKS) continue;
    const byLayer = layerNames.map((layer, i) => [`weight:${xmlSafe(layer)}`, parts[i] ?? 0] as const);
    const layers = Object.fromEntries(byLayer.filter(([, part]) => part !== 0));
    graph.addEdgeWithKey(`e${graph.size}`, source, target, { ...layers, weight, count });
  }
  graph.setAttribute('creator', 'lockstep');
  const left = total > graph.size ? `, the first ${graph.size} of ${total} links; clusters.graphml has all` : '';
  graph.setAttribute(
    'description',
    `${vertices.length} accounts in ${findings.report.clusters.length} clusters${left}`,
  );
  yield `${write(graph)}\n`;
}
