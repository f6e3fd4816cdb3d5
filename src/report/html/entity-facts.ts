import type { ClusterView } from './cluster-view.ts';
import { formatCount } from './format.ts';

/** How many members hold an entity and how many accounts outside the cluster do. */
export type EntityFacts = { readonly members: number; readonly outside: number };

export function entityFacts({ cluster, evidence }: ClusterView): (layer: string, entity: string) => EntityFacts | null {
  const facts = new Map<string, EntityFacts>();
  const note = (layer: string, entity: string, members: number, population: number): void => {
    facts.set(JSON.stringify([layer, entity]), { members, outside: Math.max(0, population - members) });
  };
  for (const row of evidence) note(row.layer, row.entity, row.members.length, row.population);
  for (const row of cluster.evidence) note(row.layer, row.entity, row.members, row.population);
  return (layer, entity) => facts.get(JSON.stringify([layer, entity])) ?? null;
}

/** `23 members, nobody else`; `23 members, 4 others`. */
export function factsText({ members, outside }: EntityFacts): string {
  const others = outside === 0 ? 'nobody else' : `${formatCount(outside)} other${outside === 1 ? '' : 's'}`;
  return `${formatCount(members)} member${members === 1 ? '' : 's'}, ${others}`;
}
