import type { ClusterChange } from '../service/compare-clusters.ts';
import type { RunComparison } from '../service/compare-runs.ts';
import { sayEvents } from './print-runs.ts';
import { count, print, shown, strong } from './terminal.ts';

/** Changes told one by one; `--json` has all of them. */
const CHANGES_TOLD = 50;

/** What is the same is only counted, and so is what was and stays in the low band: nobody is asked to look at it. */
export function printComparison({ run_id, against, events, changes }: RunComparison): void {
  const since = against === null ? 'no sweep came before it' : `against ${shown(against)}`;
  print(strong(`Run ${shown(run_id)}, ${since}: ${sayEvents(events)}`));
  const changed = changes.filter(({ event }) => event !== 'same');
  const told = changed.filter((change) => !isLow(change));
  for (const change of told.slice(0, CHANGES_TOLD)) printChange(change);
  const more = told.length - CHANGES_TOLD;
  if (more > 0) print(`\n… and ${count(more)} more changes; --json has all.`);
  const low = changed.length - told.length;
  if (low > 0) print(`\n${count(low)} changes in the low band are not shown; --json has them.`);
}

function isLow({ before, after }: ClusterChange): boolean {
  return (after === null || after.band === 'low') && before.every(({ band }) => band === 'low');
}

function printChange({ event, put_aside, before, after, joined, joined_total, left, left_total }: ClusterChange): void {
  print('');
  const was = before.map(({ cluster_id, size, band }) => `${cluster_id} (${count(size)} accounts, ${band})`).join(', ');
  if (after === null) print(`${event.padEnd(8)}${was}${put_aside ? ', put aside by a reviewer' : ''}`);
  else {
    const { rank, band, size, cluster_id, summary } = after;
    print(
      `${event.padEnd(8)}${cluster_id} (rank ${rank}, ${band}, ${count(size)} accounts)${was === '' ? '' : `, was ${was}`}`,
    );
    print(`        ${shown(summary)}`);
  }
  // All accounts of a new or gone cluster have come or gone with it.
  if (after !== null && before.length > 0) printMembers('+', joined, joined_total);
  if (after !== null) printMembers('-', left, left_total);
}

function printMembers(sign: string, ids: readonly string[], total: number): void {
  if (total === 0) return;
  const more = total > ids.length ? ` … and ${count(total - ids.length)} more` : '';
  print(`      ${sign} ${ids.map(shown).join(', ')}${more}`);
}
