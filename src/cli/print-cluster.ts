import type { InnocentCheck, ReportCluster, ReportMember, ReportSignal, Tier } from '../model/report.ts';
import type { ClusterDocument, DecisionDocument } from '../service/describe-stored-cluster.ts';
import { count, print, shown, strong, table } from './terminal.ts';

/** Members of a tier, and pieces of evidence, that are told; `--json` has all. */
const MEMBERS_TOLD = 20;
const EVIDENCE_TOLD = 5;

export function printCluster(document: ClusterDocument): void {
  const { cluster, run_id, emitted_at, dismissed_until } = document;
  print(strong(`Cluster ${cluster.cluster_id}: ${shown(cluster.summary)}`));
  print(
    `Rank ${cluster.rank} of run ${shown(run_id)} (${emitted_at}), band ${cluster.band}, score ${cluster.score.toFixed(3)}, ${count(cluster.size)} accounts.`,
  );
  if (dismissed_until !== null) print(`Dismissed until ${dismissed_until}.`);
  section('Signals', cluster.signals.map(signalRow));
  section('Innocent checks', cluster.innocent_checks.map(checkRow));
  section('Evidence', evidenceRows(cluster));
  section('Accounts', tierRows(cluster.members));
  section('Decisions', document.decisions.map(decisionRow));
  section(
    'Life',
    document.lineage.map((step) => [
      step.emitted_at,
      step.event,
      step.cluster_id,
      `${count(step.size)} accounts`,
      `${step.band} ${step.score.toFixed(3)}`,
      `run ${shown(step.run_id)}`,
    ]),
  );
}

function section(title: string, rows: readonly (readonly string[])[]): void {
  if (rows.length === 0) return;
  print('');
  print(strong(title));
  print(table(rows.map((row) => ['', ...row])));
}

function signalRow({ name, value, unit, baseline, contribution, explanation }: ReportSignal): readonly string[] {
  const usual = baseline === null ? '' : `usual ${figure(baseline)}`;
  return [name, `${figure(value)} ${unit}`.trim(), usual, `adds ${contribution.toFixed(3)}`, shown(explanation)];
}

function checkRow({ name, result, why }: InnocentCheck): readonly string[] {
  return [name, result, shown(why)];
}

function evidenceRows({ evidence, evidence_total }: ReportCluster): readonly (readonly string[])[] {
  const rows = evidence
    .slice(0, EVIDENCE_TOLD)
    .map(({ layer, entity, members, population, first_at, last_at }) => [
      shown(layer),
      shown(entity),
      `${count(members)} of ${count(population)} that hold it`,
      first_at === null ? '' : `${first_at} to ${last_at}`,
    ]);
  const rest = evidence_total - rows.length;
  return rest > 0 ? [...rows, [`… and ${count(rest)} more`, '', '', '']] : rows;
}

const TIERS: readonly Tier[] = ['core', 'periphery', 'bystander'];

function tierRows(members: readonly ReportMember[]): readonly (readonly string[])[] {
  return TIERS.flatMap((tier) => {
    const ids = members.filter((member) => member.tier === tier).map(({ account_id }) => shown(account_id));
    if (ids.length === 0) return [];
    const more = ids.length > MEMBERS_TOLD ? ` … and ${count(ids.length - MEMBERS_TOLD)} more` : '';
    return [[tier, count(ids.length), `${ids.slice(0, MEMBERS_TOLD).join(', ')}${more}`]];
  });
}

function decisionRow(decision: DecisionDocument): readonly string[] {
  const { version, decided_at, verdict, action, accounts, policy, reviewer, reason } = decision;
  const whom = accounts === null ? '' : ` of ${count(accounts.length)} accounts`;
  return [
    count(version),
    decided_at,
    verdict,
    action === 'none' ? '' : `${action}${whom}${policy === null ? '' : ` under ${shown(policy)}`}`,
    shown(reviewer),
    shown(reason),
  ];
}

function figure(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? count(value) : value.toPrecision(3);
}
