import type { Report } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatInstant, formatList, formatName, formatShare } from './format.ts';

/** What was swept and what came out, a line each; under it what limits them. */
export function renderHead(report: Report): Html {
  return html`<header><h1>Lockstep report</h1>
<p class="lead">${sweptLine(report)}</p>
<p class="lead"><b>${foundLine(report)}</b></p>
${caveats(report)}
<p class="text dim">For review: a group that acts together is not by that inauthentic, nor harmful. Nobody is taken down by this page.<span class="tools" hidden> Keys: <kbd>j</kbd> next cluster, <kbd>k</kbd> previous, <kbd>/</kbd> filter.</span></p></header>
`;
}

function sweptLine({ totals, run }: Report): string {
  const { from, to } = run.window;
  const window =
    from === null && to === null
      ? 'all times'
      : `${from === null ? 'the beginning' : formatInstant(from)} to ${to === null ? 'the end' : formatInstant(to)} UTC`;
  const layers = run.layers.map(({ name, coverage, status }) =>
    status === 'ok' ? `${name} (${formatShare(coverage)} of accounts)` : `${name} (not enough data)`,
  );
  return `Swept: ${countOf(totals.edges, 'edge')} of ${countOf(totals.accounts, 'account')}, ${window}, ${countOf(layers.length, 'layer')}: ${formatList(layers) || 'none'}.`;
}

function foundLine({ totals }: Report): string {
  if (totals.clusters === 0) return `No cluster was found among ${countOf(totals.accounts, 'account')}.`;
  const { high } = totals.bands;
  const wrong =
    high.clusters === 0
      ? ''
      : `; expected wrong accounts in high ≤ ${formatCount(Math.ceil(totals.expected_wrong_high))} of ${formatCount(high.accounts)}`;
  return `${countOf(totals.clusters, 'cluster')}, ${formatCount(high.clusters)} high; ${formatCount(totals.clustered_accounts)} accounts of ${formatCount(totals.accounts)}${wrong}.`;
}

/** What was not looked at, or not told. */
function caveats({ run, limits_hit, suppressed, privacy, gone }: Report): Html {
  const poor = run.layers.filter(({ status }) => status === 'insufficient_data').map(({ name }) => name);
  const capped = run.layers.reduce((sum, layer) => sum + layer.capped_total, 0);
  const items = [
    ...(poor.length > 0 ? [`Not enough data in ${formatList(poor)}: what happens there is not seen.`] : []),
    ...limits_hit.map(limitLine),
    ...(capped > 0
      ? [
          `${formatCount(capped)} entities are held by so many accounts that they make no pairs; the most held are listed below.`,
        ]
      : []),
    ...suppressedLine(suppressed),
    ...(gone.length > 0
      ? [`${countOf(gone.length, 'cluster')} of the run before ${gone.length === 1 ? 'is' : 'are'} gone.`]
      : []),
    ...(privacy.ids === 'raw' && !run.layers.some(({ name }) => isIdentifier(name)) ? [] : [privacy.note]),
  ];
  return html`<ul class="caveats">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Without such a layer there is no raw id to be careful with. */
function isIdentifier(layer: string): boolean {
  return layer === 'device' || layer === 'ip';
}

/** Most details name their count themselves. */
function limitLine({ limit, detail, count }: Report['limits_hit'][number]): string {
  const told = detail.replace(/\.$/, '');
  const isCounted = told.includes(String(count)) || told.includes(formatCount(count));
  return `Limit reached, ${formatName(limit)}: ${told}${isCounted ? '' : ` (${formatCount(count)})`}.`;
}

function suppressedLine({ allowlisted, too_small, snoozed }: Report['suppressed']): readonly string[] {
  const parts = [
    ...(allowlisted > 0 ? [`${formatCount(allowlisted)} allowlisted`] : []),
    ...(snoozed > 0 ? [`${formatCount(snoozed)} dismissed earlier`] : []),
    ...(too_small > 0 ? [`${formatCount(too_small)} too small`] : []),
  ];
  return parts.length > 0 ? [`Not shown: ${formatList(parts)}.`] : [];
}
