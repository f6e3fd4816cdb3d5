/** One plain sentence on a cluster, made from its numbers; never a guess about who or why. */
import type { Layer } from '../model/layer.ts';
import type { ScoredCluster } from './score.ts';
import { percent } from './signals.ts';

export function summarise(scored: ScoredCluster, layers: readonly Layer[]): string {
  const { cluster, profile, checks } = scored;
  const parts = layers.flatMap((layer, l) => describeLayer(scored, layer, l));
  const what = parts.length === 0 ? 'are alike in what they do' : joinWords(parts);
  const alone = `; ${percent(profile.measure.exclusivity)} of all that they do and hold stays among them`;
  const chance = cluster.kind === 'proven' ? `; by chance ${few(scored.expectedWrong)} of them would be here` : '';
  const failed = checks.filter((check) => check.result === 'failed').map((check) => check.name.replaceAll('_', ' '));
  const innocent = failed.length === 0 ? '' : ` It may be innocent: ${joinWords(failed)}.`;
  return `${cluster.members.length} accounts ${what}${alone}${chance}.${innocent}`;
}

function describeLayer({ cluster, profile }: ScoredCluster, layer: Layer, l: number): readonly string[] {
  const entities = cluster.shared.layer.reduce((count, own) => count + (own === l ? 1 : 0), 0);
  if (layer.settings.type === 'interaction') {
    const nats = profile.natsByLayer[l] as number;
    return nats > 0
      ? [`are linked to each other by ${layer.name} (${percent(profile.density)} of the possible pairs)`]
      : [];
  }
  if (entities === 0) return [];
  const things = `${entities} ${layer.name}${entities === 1 ? '' : ' entities'}`;
  const together = cluster.shared.layer.reduce(
    (count, own, s) => count + (own === l && (profile.synchrony.together[s] as number) > 1 ? 1 : 0),
    0,
  );
  if (together === 0) return [`share ${things}`];
  const days = `${profile.synchrony.days} ${profile.synchrony.days === 1 ? 'day' : 'days'}`;
  const gap = profile.synchrony.medianGapMs === null ? '' : ` (middle gap ${span(profile.synchrony.medianGapMs)})`;
  return [
    `acted on ${things}, ${together} of them within ${span(layer.settings.spanMs)} of each other${gap}, on ${days}`,
  ];
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function few(count: number): string {
  return count < 0.01 ? 'fewer than 0.01' : String(Math.round(count * 100) / 100);
}

function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}
