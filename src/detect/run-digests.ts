/** Digests of what shapes a report besides its edges. Threads, paths, memory and batches have no part in them. */
import type { Hash } from '../model/ports.ts';
import type { DetectOptions, Prior } from '../model/run.ts';
import { compareText } from '../model/string-table.ts';
import { universeDigest } from './universe-digest.ts';

export function configDigest({ seed, window, layers, privacy, figures, universe }: DetectOptions, hash: Hash): string {
  const named = [...layers]
    .sort(([x], [y]) => compareText(x, y))
    .map(([name, choice]) => [name, Object.entries(choice).sort()]);
  const whole = universe === undefined || universe === null ? {} : { universe: universeDigest(universe, hash) };
  return hashJson({ seed, window, layers: named, privacy, figures, ...whole }, hash);
}

export function priorDigest({ allowlist, previous }: Prior, hash: Hash): string {
  const lines = [...allowlist, ...previous].map((entry) => JSON.stringify(entry)).sort(compareText);
  return hashJson(lines, hash);
}

function hashJson(value: unknown, hash: Hash): string {
  return hash([new TextEncoder().encode(JSON.stringify(value))]);
}
