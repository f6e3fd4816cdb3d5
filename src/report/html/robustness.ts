import type { ReportCluster, Robustness } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { formatCount, formatList, formatScore } from './format.ts';
import { idHtml, shortText } from './ids.ts';

type Trial = { readonly what: string; readonly result: Robustness };

/** Whether the cluster would still be found without its parts, one at a time, and what is left. */
export function renderRobustness(cluster: ReportCluster): Html {
  const trials = trialsOf(cluster);
  if (trials.length === 0)
    return html`<h3>What carries it</h3><p>It was not tried what would be left without single parts.</p>`;
  const rows = trials.map(
    ({ what, result }) =>
      html`<tr><td>${what} ${idHtml(result.removed)}<td>${result.survives ? 'yes' : html`<b>no</b>`}<td class="r">${formatScore(result.score)}<td class="r">${formatCount(result.members)} of ${formatCount(cluster.size)}</tr>`,
  );
  return html`<h3>What carries it</h3>
<div class="wide"><table><caption>${verdict(trials)}</caption><thead><tr><th>Without<th>Still found<th class="r">Score then<th class="r">Members left</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function trialsOf({ robustness }: ReportCluster): readonly Trial[] {
  const { without_layer, without_entity, without_account } = robustness;
  return [
    ...without_layer.map((result) => ({ what: 'layer', result })),
    ...(without_entity === null ? [] : [{ what: 'strongest entity', result: without_entity }]),
    ...(without_account === null ? [] : [{ what: 'strongest account', result: without_account }]),
  ];
}

function verdict(trials: readonly Trial[]): string {
  const fatal = trials.filter(({ result }) => !result.survives);
  if (fatal.length === 0) return 'It would be found without any one of these.';
  return `It would not be found without ${formatList(fatal.map(({ what, result }) => `its ${what} ${shortText(result.removed, 24)}`))}.`;
}
