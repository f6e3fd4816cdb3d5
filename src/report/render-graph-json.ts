import type { Findings } from '../model/findings.ts';
import { canonicalJson } from './canonical-json.ts';
import { clusterGraph, type Tie, type Vertex } from './cluster-graph.ts';
import { inChunks } from './in-chunks.ts';

/** The accounts in clusters and every pair among them as JSON: `nodes` with their tier, `links` with each layer's part; a node or link a line. */
export function renderGraphJson(findings: Findings): Iterable<string> {
  return inChunks(lines(findings));
}

function* lines(findings: Findings): Generator<string> {
  const { vertices, layerNames, ties } = clusterGraph(findings);
  const idOf = new Map(vertices.map(({ id, member }) => [id, member.account_id]));
  yield '{"nodes":[';
  yield* list(vertices.map(nodeOf));
  yield '],\n"links":[';
  yield* list(mapTies(ties(), idOf, layerNames));
  yield ']}\n';
}

function* list(items: Iterable<unknown>): Generator<string> {
  let isFirst = true;
  for (const item of items) {
    yield `${isFirst ? '\n' : ',\n'}${canonicalJson(item)}`;
    isFirst = false;
  }
}

function nodeOf({ member, cluster }: Vertex): unknown {
  const { account_id, tier, membership, score } = member;
  return { account_id, tier, membership, score, cluster_id: cluster.cluster_id };
}

function* mapTies(
  ties: Iterable<Tie>,
  idOf: ReadonlyMap<string, string>,
  layerNames: readonly string[],
): Generator<unknown> {
  for (const { source, target, weight, count, parts } of ties) {
    const layers = Object.fromEntries(
      layerNames.map((layer, i) => [layer, parts[i] ?? 0] as const).filter(([, part]) => part !== 0),
    );
    yield { a: idOf.get(source), b: idOf.get(target), weight, count, layers };
  }
}
