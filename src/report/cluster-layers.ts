import type { ReportCluster } from '../model/report.ts';
import { compareText } from '../model/string-table.ts';

/** The layers that bind a cluster, the strongest first: by the evidence that its strongest links carry, then those that only the evidence table names. */
export function clusterLayers(cluster: ReportCluster): readonly string[] {
  const weight = new Map<string, number>();
  for (const item of cluster.evidence) weight.set(item.layer, weight.get(item.layer) ?? 0);
  for (const link of cluster.links_top) {
    for (const [layer, part] of Object.entries(link.layers)) {
      if (part > 0) weight.set(layer, (weight.get(layer) ?? 0) + part);
    }
  }
  return [...weight].sort(([a, x], [b, y]) => y - x || compareText(a, b)).map(([layer]) => layer);
}
