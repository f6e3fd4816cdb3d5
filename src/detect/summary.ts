/** One plain sentence on a cluster, made from its numbers; never a guess about who or why. */
import type { Layer } from '../model/layer.ts';
import type { ScoredCluster } from './score.ts';
import { percent } from './signals.ts';

export function summarise(scored: ScoredCluster, layers: readonly Layer[]): string {
  const { cluster, profile, checks } = scored;
  const told = layers.flatMap((layer, l) => describeLayer(scored, layer, l)).sort((x, y) => y.weight - x.weight);
  const [first, ...others] = told;
  const what = first?.words ?? 'are alike in what they do';
  const also = others.length === 0 ? '' : `; also ${joinWords(others.map(({ name }) => name))}`;
  const alone = `; ${percent(profile.measure.exclusivity)} of all that they do and hold stays among them`;
  const chance = cluster.kind === 'proven' ? `; by chance ${few(scored.expectedWrong)} of them would be here` : '';
  const failed = checks.filter((check) => check.result === 'failed').map((check) => check.name.replaceAll('_', ' '));
  const innocent = failed.length === 0 ? '' : ` It may be innocent: ${joinWords(failed)}.`;
  return `${count(cluster.members.length, 'account')} ${what}${also}${alone}${chance}.${innocent}`;
}

/** What is said of one layer, and how much it binds: nats first, then entities. */
type Told = { readonly name: string; readonly words: string; readonly weight: number };

function describeLayer(scored: ScoredCluster, layer: Layer, l: number): readonly Told[] {
  const { cluster, profile } = scored;
  const nats = profile.natsByLayer[l] as number;
  const told = (words: string): readonly Told[] => [{ name: layer.name, words, weight: nats }];
  if (layer.settings.type === 'interaction') {
    return nats > 0
      ? told(`are linked to each other by ${layer.name} (${percent(profile.density)} of the possible pairs)`)
      : [];
  }
  const shared = countShared(scored, l);
  if (shared.entities === 0) return [];
  const one = cluster.members.length === 2 ? 'both' : 'several of them';
  const things = `${count(shared.entities, layer.name)} that ${one} hold`;
  if (shared.together === 0) return told(`share ${things}`);
  const days = count(profile.synchrony.days, 'day');
  const gap = profile.synchrony.medianGapMs === null ? '' : ` (middle gap ${span(profile.synchrony.medianGapMs)})`;
  const within = `${whole(shared.together)} of them within ${span(layer.settings.spanMs)}${gap}, on ${days}`;
  return told(`acted on the same ${count(shared.entities, layer.name)}, ${within}`);
}

function countShared(
  { cluster, profile }: ScoredCluster,
  l: number,
): { readonly entities: number; readonly together: number } {
  let entities = 0;
  let together = 0;
  for (let s = 0; s < cluster.shared.length; s++) {
    if (cluster.shared.layer[s] !== l) continue;
    entities++;
    if ((profile.synchrony.together[s] as number) > 1) together++;
  }
  return { entities, together };
}

function count(value: number, noun: string): string {
  return `${whole(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** 12,345 */
function whole(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
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
