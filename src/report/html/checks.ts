import type { CheckResult, InnocentCheck, ReportCluster } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { formatList, formatName, formatNumber } from './format.ts';

const ORDER: readonly CheckResult[] = ['failed', 'unknown', 'passed'];
const WORDS: { readonly [result in CheckResult]: string } = {
  failed: '✗ failed',
  unknown: '? unknown',
  passed: '✓ passed',
};

/** Innocent explanations, those that are not ruled out first. */
export function renderChecks({ innocent_checks: checks }: ReportCluster): Html {
  const rows = byResult(checks).map(
    (check) =>
      html`<tr class="${check.result}"><td><b>${formatName(check.name)}</b><td>${WORDS[check.result]}<td>${check.value === null ? '' : formatNumber(check.value)}<td>${check.why}</tr>`,
  );
  if (rows.length === 0) return html`<h3>Could it be innocent</h3><p>No innocent explanation was checked.</p>`;
  return html`<h3>Could it be innocent</h3>
<div class="wide"><table class="ck"><caption>${summary(checks)}</caption><thead><tr><th>Explanation<th>Result<th>Number<th>Why</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function byResult(checks: readonly InnocentCheck[]): readonly InnocentCheck[] {
  return ORDER.flatMap((result) => checks.filter((check) => check.result === result));
}

function summary(checks: readonly InnocentCheck[]): string {
  const named = (result: CheckResult) =>
    checks.filter((check) => check.result === result).map((check) => formatName(check.name));
  const [failed, unknown, passed] = [named('failed'), named('unknown'), named('passed')];
  const parts = [
    failed.length > 0 ? `Failed, so it may be this: ${formatList(failed)}.` : 'No check failed.',
    unknown.length > 0 ? `Not known: ${formatList(unknown)}.` : '',
    passed.length > 0 ? `Passed, so ruled out: ${passed.length}.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What stands beside the sentence when an innocent explanation is not ruled out. */
export function renderFailedChecks({ innocent_checks: checks }: ReportCluster): Html | null {
  const failed = checks.filter((check) => check.result === 'failed');
  if (failed.length === 0) return null;
  return html`<ul class="warn">${failed.map((check) => html`<li><b>✗ Could be innocent: ${formatName(check.name)}.</b> ${check.why}</li>`)}</ul>`;
}
