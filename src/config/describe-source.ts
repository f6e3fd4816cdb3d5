import { formatDuration } from './duration.ts';
import type { SourceChoice } from './source-choice.ts';

const LONGEST_QUERY = 80;

/** All that a source is set to, on one line. Of a secret only that it is set. */
export function describeSource(source: SourceChoice): string {
  const pairs = (map: ReadonlyMap<string, string>): string =>
    [...map].map(([key, value]) => `${key}:${value}`).join(' ');
  const facts: readonly (readonly [key: string, value: string | null])[] = [
    ['kind', source.kind],
    ...ownFacts(source),
    ['map', pairs(source.map)],
    ['layer_of', pairs(source.layerOf)],
    ['set', pairs(source.set)],
    ['stale_after', source.staleAfterMs === null ? null : formatDuration(source.staleAfterMs)],
  ];
  return facts.flatMap(([key, value]) => (value === null || value === '' ? [] : [`${key}=${value}`])).join(', ');
}

function ownFacts(source: SourceChoice): readonly (readonly [key: string, value: string | null])[] {
  if (source.kind === 'file') return [['files', source.files.join(' ')]];
  if (source.kind === 's3') {
    return [
      ['endpoint', source.endpoint],
      ['region', source.region],
      ['bucket', source.bucket],
      ['prefix', source.prefix],
      ['match', source.match],
      ['credentials', source.credentials === null ? 'none' : 'set, not shown'],
    ];
  }
  const query = source.query.replaceAll(/\s+/g, ' ').trim();
  const { lookback } = source;
  return [
    ['url', 'set, not shown'],
    ['query', query.length > LONGEST_QUERY ? `${query.slice(0, LONGEST_QUERY)}…` : query],
    ['cursor', source.cursor],
    ['start', source.start],
    ['lookback', 'ms' in lookback ? formatDuration(lookback.ms) : String(lookback.count)],
    ['timeout', formatDuration(source.timeoutMs)],
  ];
}
