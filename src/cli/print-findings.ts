import type { SweepResult } from '../model/run-result.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { CaseStore } from '../store/case-store.ts';
import { count, print, printJson, say, sayClusters, shown, strong, table } from './terminal.ts';

const CLUSTERS_TOLD = 10;

/** What a sweep or cluster job over the store found. */
export async function printFindings(
  run: StoredRun,
  cases: Pick<CaseStore, 'clustersOf'>,
  isJson: boolean,
): Promise<void> {
  const top = (await cases.clustersOf(run.id, { limit: CLUSTERS_TOLD })).map(({ cluster }) => cluster);
  // An emitted run of these kinds has left what its job says it leaves.
  const result = run.result as SweepResult;
  if (isJson) {
    const told = top.map(({ rank, cluster_id, band, score, size, summary }) => ({
      rank,
      cluster_id,
      band,
      score,
      size,
      summary,
    }));
    printJson({ run_id: run.id, state: run.state, snapshot_seq: run.snapshotSeq, ...result, top: told });
    return;
  }
  const { totals, layers, out, suppressed, limits_hit } = result;
  const { high, medium, low } = totals.bands;
  print(
    table([
      ['layer', 'type', 'edges', 'status'],
      ...layers.map(({ name, type, edges, status }) => [
        shown(name),
        type,
        count(edges),
        status === 'ok' ? 'ok' : 'too little data',
      ]),
    ]),
  );
  print('');
  print(
    strong(
      `${sayClusters(totals.clusters)}: ${high.clusters} high, ${medium.clusters} medium, ${low.clusters} low; ` +
        `${count(totals.clustered_accounts)} of ${count(totals.accounts)} accounts.`,
    ),
  );
  for (const { rank, band, summary } of top) print(`${String(rank).padStart(3)}  ${band.padEnd(6)}  ${summary}`);
  if (totals.clusters > top.length)
    print(`     … and ${count(totals.clusters - top.length)} more: lockstep clusters list --run ${run.id}`);
  print('');
  print(`Run ${run.id}; written to ${out}, read ${strong(`${out}/report.html`)}`);
  if (limits_hit > 0)
    say(
      `What was not looked at or not told, by ${count(limits_hit)} ${limits_hit === 1 ? 'limit' : 'limits'}, stands at the head of the report.`,
    );
  if (suppressed.allowlisted > 0)
    say(`${count(suppressed.allowlisted)} entries of the allowlist were met and left out.`);
  if (suppressed.snoozed > 0) say(`${count(suppressed.snoozed)} dismissed clusters stay quiet.`);
}
