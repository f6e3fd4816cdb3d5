import type { ReportCluster } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatList, formatName } from './format.ts';

/** What to settle before a decision, from what the sections above have found. */
export function renderNextSteps(cluster: ReportCluster): Html {
  const steps = [...openQuestions(cluster), ...actions(cluster)];
  return html`<h3>What now</h3><ul>${steps.map((step) => html`<li>${step}</li>`)}</ul>`;
}

function openQuestions({ innocent_checks, robustness, axes, band }: ReportCluster): readonly string[] {
  const failed = innocent_checks.filter((check) => check.result === 'failed').map((check) => formatName(check.name));
  const fatal = robustness.without_layer.filter((result) => !result.survives);
  const unknown = [
    ...(axes.authenticity.value === null ? ['whether the accounts are what they claim to be'] : []),
    ...(axes.harm.value === null ? ['whether anybody is harmed'] : []),
  ];
  return [
    ...(failed.length > 0 ? [`First settle what is not ruled out: ${formatList(failed)}.`] : []),
    ...(robustness.without_layer.length > 1 && fatal.length > 0
      ? [
          `It stands on one layer (${formatList(fatal.map((result) => result.removed))}): look for a second kind of evidence.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [`The data does not tell ${formatList(unknown)}: coordination alone is no violation.`]
      : []),
    ...(band === 'low' ? ['Band low: worth watching, not acting.'] : []),
  ];
}

function actions({ members }: ReportCluster): readonly string[] {
  const count = (tier: string) => members.filter((member) => member.tier === tier).length;
  const [core, periphery, bystander] = [count('core'), count('periphery'), count('bystander')];
  return [
    ...(core > 0 ? [`If you act: on the core (${countOf(core, 'account')}).`] : []),
    ...(periphery > 0 ? [`The periphery (${countOf(periphery, 'account')}) only one by one.`] : []),
    ...(bystander > 0 ? [`Not on the bystanders (${countOf(bystander, 'account')}).`] : []),
  ];
}
