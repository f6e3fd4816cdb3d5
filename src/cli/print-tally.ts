import type { WorldTally } from '../service/tally-world.ts';
import { count, print, strong, table } from './terminal.ts';

/** What was planted and what was found of it, and where the innocent look-alikes ended up. */
export function printTally({ rings, innocent }: WorldTally): void {
  const found = rings.filter(({ found: members, accounts }) => members * 2 >= accounts);
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
  const high = innocent.reduce((sum, { bands }) => sum + bands.high, 0);
  print('');
  print(strong(`Innocent look-alikes: ${high === 0 ? 'none' : count(high)} of their accounts in the high band`));
  print(
    table([
      ['kind', 'groups', 'accounts', 'high', 'medium', 'low'],
      ...innocent.map(({ kind, circles, accounts, bands }) => [
        kind,
        ...[circles, accounts, bands.high, bands.medium, bands.low].map(count),
      ]),
    ]),
  );
}
