import type { Evaluation } from '../report/evaluate-run.ts';
import type { RingTally } from '../service/tally-rings.ts';
import { count, print, strong, table } from './terminal.ts';

export function printEvaluation({ figures, flags, genuine, rings, circles }: Evaluation): void {
  print(table(Object.entries(figures).map(([name, value]) => [name, value === null ? '-' : figure(value)])));
  print('');
  print(
    `In band high or medium: ${count(flags.flagged)} accounts${flags.flagged_share === null ? '' : ` (${percent(flags.flagged_share)} of all)`}, ${count(flags.flagged_high)} in high.`,
  );
  if (genuine.accounts > 0) {
    print(
      `Of ${count(genuine.accounts)} genuine accounts ${count(genuine.flagged)} are in high or medium, ${count(genuine.flagged_high)} in high.`,
    );
  }
  if (rings.length > 0) {
    print('');
    print(
      table([
        ['planted', 'rings', 'found', 'in high', 'in high or medium', 'accounts'],
        ...rings.map(({ kind, rings: all, ringsFound, ringsHigh, ringsFlagged, accounts }) => [
          kind,
          ...[all, ringsFound, ringsHigh, ringsFlagged, accounts].map(count),
        ]),
      ]),
    );
  }
  if (circles.length > 0) {
    print('');
    printCircles(circles);
  }
}

/** What was planted and what was found of it, ring by ring. */
export function printRings(rings: readonly RingTally[]): void {
  const found = rings.filter(isFound);
  print(strong(`Planted rings: ${found.length} of ${rings.length} found`));
  print(
    table([
      ['ring', 'accounts', 'found', 'in a cluster of', 'rank', 'band'],
      ...rings.map(({ ring, accounts, found: members, cluster }) =>
        cluster === null
          ? [ring, count(accounts), '0', '-', '-', 'not found']
          : [ring, count(accounts), count(members), count(cluster.size), count(cluster.rank), cluster.band],
      ),
    ]),
  );
}

/** Most of the ring is in one cluster, and most of that cluster is the ring: to lie in a crowd is not to be found. */
function isFound({ accounts, found, cluster }: RingTally): boolean {
  return cluster !== null && found * 2 >= accounts && found * 2 >= cluster.size;
}

/** Innocent accounts by what brings them together. */
export function printCircles(circles: Evaluation['circles']): void {
  print(
    table([
      ['innocent', 'groups', 'accounts', 'in high', 'in high or medium', 'groups blamed'],
      ...circles.map((circle) => [
        circle.kind,
        ...[circle.circles, circle.accounts, circle.accountsHigh, circle.accountsFlagged, circle.circlesFlagged].map(
          count,
        ),
      ]),
    ]),
  );
}

function figure(value: number): string {
  return Number.isInteger(value) ? count(value) : value.toFixed(4);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
