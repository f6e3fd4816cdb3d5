/** What a report on a part of a whole says of its limits: how large the part is, and which figures are only the part's. */
import type { Report } from '../model/report.ts';
import type { DetectOptions } from '../model/run.ts';
import type { TypedLayers } from './link-layers.ts';

/** Whether the edges are a part of a whole. */
export function isPart({ universe }: Pick<DetectOptions, 'universe'>): boolean {
  return universe !== undefined && universe !== null;
}

export function partLimits({
  typed,
  options: { universe },
}: {
  readonly typed: TypedLayers;
  readonly options: Pick<DetectOptions, 'universe'>;
}): Report['limits_hit'] {
  if (universe === undefined || universe === null) return [];
  const at = typed.columns.accounts.size;
  const size = `Looked at ${at} accounts around the given ones; rarity, chance and the cost of a pair are taken from the whole store, some ${universe.accounts} accounts.`;
  const part =
    'Coverage, usual exclusivity and usual density are those of the accounts looked at, and groups that are only alike may be cut otherwise than among all.';
  const untold = typed.layers
    .filter(({ layer }) => layer.beyond === null || (layer.beyond.sample === null && layer.entityAsAccount === null))
    .map(({ layer }) => layer.name);
  return [
    { limit: 'neighbourhood', detail: `${size} ${part}`, count: at },
    ...(untold.length === 0 ? [] : [ofPart(untold)]),
    ...universe.limits,
  ];
}

function ofPart(layers: readonly string[]): Report['limits_hit'][number] {
  const detail = `How entities are usually shared, and how soon, is taken from the accounts looked at in: ${layers.join(', ')}.`;
  return { limit: 'part_figures', detail, count: layers.length };
}
