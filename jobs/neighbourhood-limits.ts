import type { Neighbourhood, NeighbourhoodBounds } from '../src/model/neighbourhood.ts';
import type { Report } from '../src/model/report.ts';

type Limit = Report['limits_hit'][number];

const NAMED_ENTITIES = 5;
const NAMED_SEEDS = 20;

/** What kept a neighbourhood small, as a report tells it. */
export function neighbourhoodLimits(
  { unknown, cut }: Pick<Neighbourhood, 'unknown' | 'cut'>,
  bounds: NeighbourhoodBounds,
): readonly Limit[] {
  const { overAccounts, overEdges, entitiesTotal } = cut;
  return [
    ...limit('unknown_seeds', unknown.length, sayUnknown(unknown)),
    ...limit(
      'neighbourhood_accounts',
      overAccounts,
      `${overAccounts} accounts more are near the given ones, beyond the ${bounds.accounts} that a job looks at.`,
    ),
    ...limit(
      'neighbourhood_edges',
      overEdges,
      `${overEdges} accounts near the given ones were left out for their edges: more than ${bounds.activity} each, or more than the ${bounds.edges} that a job reads in all.`,
    ),
    ...limit('neighbourhood_entities', entitiesTotal, sayUnfollowed(cut, bounds)),
  ];
}

function limit(name: string, count: number, detail: string): readonly Limit[] {
  return count === 0 ? [] : [{ limit: name, detail, count }];
}

function sayUnknown(unknown: readonly string[]): string {
  const more = unknown.length > NAMED_SEEDS ? ` and ${unknown.length - NAMED_SEEDS} more` : '';
  return `The store has no edge of ${unknown.slice(0, NAMED_SEEDS).join(', ')}${more} in the window.`;
}

function sayUnfollowed({ entities, entitiesTotal }: Neighbourhood['cut'], bounds: NeighbourhoodBounds): string {
  const most = entities
    .slice(0, NAMED_ENTITIES)
    .map(({ layer, entity, population }) => `${layer} ${entity} (${population})`);
  return `${entitiesTotal} entities were not followed to their other holders: held by more than ${bounds.population} accounts, or beyond the ${bounds.ties} ties that a hop follows; most held: ${most.join(', ')}.`;
}
