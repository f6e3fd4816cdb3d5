import type { MembershipExplanation } from '../service/explain-membership.ts';
import type { PairExplanation, SharedEntity, Tie } from '../service/explain-pair.ts';
import { count, print, shown, strong, table } from './terminal.ts';

export function printPair(pair: PairExplanation): void {
  const [a, b] = [shown(pair.a), shown(pair.b)];
  if (pair.weight > 0) print(strong(`${a} and ${b}: ${tieSentence(pair)}.`));
  else if (pair.chain.length > 0)
    print(strong(`${a} and ${b} are not linked; the shortest way has ${pair.chain.length} links.`));
  else print(strong(`Nothing ties ${a} and ${b}.`));
  for (const { rank, band, size, cluster_id } of pair.clusters) {
    print(`Both are in cluster ${cluster_id} (rank ${rank}, ${band}, ${count(size)} accounts).`);
  }
  printShared(pair);
  for (const link of pair.chain) {
    print('');
    print(`${shown(link.a)} – ${shown(link.b)}: ${tieSentence(link)}`);
    printShared(link);
  }
}

export function printMembership({ account, cluster, links, links_total }: MembershipExplanation): void {
  print(
    strong(
      `${shown(account.account_id)} is ${account.tier === 'core' ? 'in the core' : account.tier === 'periphery' ? 'in the periphery' : 'a bystander'} of cluster ${cluster.cluster_id} (rank ${cluster.rank}, ${cluster.band}), by ${count(links_total)} links to its ${count(cluster.size - 1)} others.`,
    ),
  );
  print(shown(cluster.summary));
  for (const link of links) {
    print('');
    print(`${shown(link.b)}: ${tieSentence(link)}`);
    printShared(link);
  }
  if (links_total > links.length) print(`\n… and ${count(links_total - links.length)} weaker links in pairs.csv.gz`);
}

function tieSentence({ weight, layers, shared_total }: Tie): string {
  const parts = Object.entries(layers)
    .sort(([, x], [, y]) => y - x)
    .map(([layer, part]) => `${shown(layer)} ${part.toFixed(1)}`);
  return `${weight.toFixed(1)} nats of evidence (${parts.join(', ')}), ${count(shared_total)} shared entities on record`;
}

function printShared({ shared, shared_total }: Tie): void {
  if (shared.length === 0) return;
  print(
    table(
      shared.map((entity) => [
        '',
        shown(entity.layer),
        shown(entity.entity),
        `${count(entity.population)} hold it`,
        sayTimes(entity),
      ]),
    ),
  );
  if (shared_total > shared.length) print(`  … and ${count(shared_total - shared.length)} more in evidence.ndjson.gz`);
}

function sayTimes({ at, apart_ms }: SharedEntity): string {
  if (apart_ms === null) return '';
  return `${at[0]} and ${at[1]}, ${apart_ms < 120_000 ? `${apart_ms / 1000} s` : `${Math.round(apart_ms / 60_000)} min`} apart`;
}
