import type { ReportCluster, Robustness } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { formatCount, formatList, formatScore } from './format.ts';
import { entityHtml, entityText, idHtml, shortText } from './ids.ts';

/** What was taken away, as a cell of the table and in a sentence, and what was left. */
type Trial = { readonly cell: Html; readonly words: string; readonly result: Robustness };

/** Whether the cluster would still be found without its parts, one at a time, and what is left. */
export function renderRobustness(cluster: ReportCluster): Html {
  const trials = trialsOf(cluster);
  const title = html`<h3>What carries it</h3>`;
  if (trials.length === 0) return html`${title}<p>It was not tried what would be left without single parts.</p>`;
  const rows = trials.map(
    ({ cell, result }) =>
      html`<tr><td>${cell}<td>${result.survives ? 'yes' : html`<b>no</b>`}<td>${formatScore(result.score)}<td>${formatCount(result.members)} of ${formatCount(cluster.size)}
`,
  );
  return html`${title}
<div class="wide"><table class="rb"><caption>${verdict(trials)}</caption><thead><tr><th>Without<th>Still found<th>Score then<th>Members left</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function trialsOf({ robustness }: ReportCluster): readonly Trial[] {
  const { without_layer, without_entity, without_account } = robustness;
  const layers = without_layer.map((result) => {
    const words = `layer ${shortText(result.removed, 24)}`;
    return { cell: html`${words}`, words, result };
  });
  const entities = (without_entity === null ? [] : [without_entity]).map((result) => {
    const { layer, entity } = partOf(result.removed, without_layer);
    const words = `strongest entity ${layer} ${entityText(layer, entity, 24)}`;
    return { cell: html`strongest entity ${layer} ${entityHtml(layer, entity)}`, words, result };
  });
  const accounts = (without_account === null ? [] : [without_account]).map((result) => {
    const words = `strongest account ${shortText(result.removed, 24)}`;
    return { cell: html`strongest account ${idHtml(result.removed)}`, words, result };
  });
  return [...layers, ...entities, ...accounts];
}

/** An entity is named behind its layer. */
function partOf(removed: string, layers: readonly Robustness[]): { readonly layer: string; readonly entity: string } {
  const layer = layers.find((candidate) => removed.startsWith(`${candidate.removed} `))?.removed ?? '';
  return { layer, entity: layer === '' ? removed : removed.slice(layer.length + 1) };
}

function verdict(trials: readonly Trial[]): string {
  const fatal = trials.filter(({ result }) => !result.survives).map(({ words }) => `its ${words}`);
  return fatal.length === 0
    ? 'It would be found without any one of these.'
    : `It would not be found without ${formatList(fatal)}.`;
}
