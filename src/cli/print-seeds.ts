import type { ReportCluster } from '../model/report.ts';
import { count, print, shown } from './terminal.ts';

/** Accounts told one by one. */
const SEEDS_TOLD = 20;

/** Where the accounts that an ad-hoc job was asked about have come out: what was asked is answered first. */
export function printSeeds(seeds: readonly string[], clusters: readonly ReportCluster[]): void {
  for (const seed of seeds.slice(0, SEEDS_TOLD)) print(saySeed(seed, clusters));
  const more = seeds.length - SEEDS_TOLD;
  if (more > 0) print(`… and ${count(more)} accounts more that were asked about`);
  if (seeds.length > 0) print('');
}

function saySeed(seed: string, clusters: readonly ReportCluster[]): string {
  for (const { rank, band, size, members } of clusters) {
    const member = members.find(({ account_id }) => account_id === seed);
    if (member === undefined) continue;
    const place = member.tier === 'bystander' ? 'a bystander' : `in the ${member.tier}`;
    return `${shown(seed)} is ${place} of cluster ${count(rank)} (${band}, ${count(size)} accounts).`;
  }
  return `${shown(seed)} is in no cluster: nothing ties it to others, or the store has no edge of it.`;
}
