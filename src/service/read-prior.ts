import type { PreviousCluster, Prior } from '../model/run.ts';
import { readAllowlist } from './read-allowlist.ts';
import { readReport } from './read-run.ts';

/** What `--allowlist FILE` and `--previous DIR` add to a sweep; neither is needed. */
export function readPrior(allowlistFile: string | null, previousFolder: string | null): Prior {
  return {
    allowlist: allowlistFile === null ? [] : readAllowlist(allowlistFile),
    previous: previousFolder === null ? [] : previousClusters(previousFolder),
  };
}

/** A folder remembers no dismissals and no clusters that were gone already: those stand in the case store. */
function previousClusters(folder: string): readonly PreviousCluster[] {
  return readReport(folder).clusters.map(({ cluster_id, lineage_id, band, members }) => ({
    cluster_id,
    lineage_id,
    band,
    members: members.map(({ account_id }) => account_id),
    dormant: false,
    snoozed_until: null,
  }));
}
