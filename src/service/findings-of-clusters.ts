import type { ReportCluster } from '../model/report.ts';
import { tableOf } from '../model/string-table.ts';
import type { Explainable } from './explain-pair.ts';

/**
 * What the clusters alone tell of their accounts, for a run whose files are not at hand: the strongest links of each, and the
 * accounts that its evidence lists, without times.
 */
export function findingsOfClusters(clusters: readonly ReportCluster[]): Explainable {
  const links = clusters.flatMap(({ links_top }) => links_top);
  const ids = [...new Set(links.flatMap(({ a, b }) => [a, b]))];
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const place = (id: string): number => placeOf.get(id) ?? 0;
  const layerNames = [...new Set(links.flatMap(({ layers }) => Object.keys(layers)))];
  return {
    report: { clusters },
    accounts: tableOf(ids),
    pairs: {
      accountCount: ids.length,
      length: links.length,
      a: Uint32Array.from(links, ({ a }) => place(a)),
      b: Uint32Array.from(links, ({ b }) => place(b)),
      count: new Uint32Array(links.length),
      weight: Float64Array.from(links, ({ weight }) => weight),
      proof: new Float64Array(links.length),
      layerNames,
      parts: layerNames.map((layer) => Float64Array.from(links, ({ layers }) => layers[layer] ?? 0)),
    },
    evidence: clusters.flatMap(({ cluster_id, evidence }) =>
      evidence.map(({ ref, layer, entity, population, accounts }) => ({
        ref,
        cluster_id,
        layer,
        entity,
        population,
        members: accounts.map((account_id) => ({ account_id, at: [] })),
      })),
    ),
  };
}
