import { formatDuration } from '../config/duration.ts';
import type { Config } from '../config/load-config.ts';
import type { RunSummary } from '../service/summarize-run.ts';
import { count, print, sayClusters, shown, strong, table } from './terminal.ts';

const CAPPED_LAYERS_TOLD = 3;
const REASONS_TOLD = 3;

/** What a sweep found, for a person. */
export function printSummary(summary: RunSummary): void {
  const { totals, layers, top, out, timings } = summary;
  const { high, medium, low } = totals.bands;
  print(
    table([
      ['layer', 'type', 'edges', 'accounts', 'entities', 'links', 'status', 'settings'],
      ...layers.map((layer) => [
        layer.name,
        layer.type,
        count(layer.edges),
        count(layer.accounts),
        count(layer.entities),
        count(layer.links),
        layer.status === 'ok' ? 'ok' : 'too little data',
        `span ${formatDuration(layer.span_ms)}, cap ${layer.cap}${layer.capped_total > 0 ? ` (${count(layer.capped_total)} over it)` : ''}, min_shared ${layer.min_shared}`,
      ]),
    ]),
  );
  print('');
  print(
    strong(
      `${sayClusters(totals.clusters)}: ${high.clusters} high, ${medium.clusters} medium, ${low.clusters} low; ` +
        `${count(totals.clustered_accounts)} of ${count(totals.accounts)} accounts, ${count(high.accounts)} in high, of them at most ${count(Math.ceil(totals.expected_wrong_high))} expected wrong.`,
    ),
  );
  for (const { rank, band, summary: sentence } of top)
    print(`${String(rank).padStart(3)}  ${band.padEnd(6)}  ${sentence}`);
  if (totals.clusters > top.length) print(`     … and ${count(totals.clusters - top.length)} more in clusters.csv`);
  print('');
  print(`Written to ${out} in ${(timings.total_ms / 1000).toFixed(1)} s; read ${strong(`${out}/report.html`)}`);
}

function rejectsOf({ rejected, rows, reject_reasons }: RunSummary['input']): readonly string[] {
  if (rejected === 0) return [];
  const reasons = Object.entries(reject_reasons);
  const more = reasons.length - REASONS_TOLD;
  return [
    `${count(rejected)} of ${count(rows)} rows ${rejected === 1 ? 'was' : 'were'} rejected; rejects.ndjson says which and why.`,
    ...reasons.slice(0, REASONS_TOLD).map(([reason, times]) => `  ${count(times)}: ${shown(reason)}.`),
    ...(more > 0 ? [`  … and ${count(more)} other reasons.`] : []),
  ];
}

/** What the reader of the findings has to know besides; for standard error, also under --json. */
export function caveatsOf(summary: RunSummary, config: Config): readonly string[] {
  const { input, layers, limits_hit, privacy } = summary;
  const capped = layers.filter(({ capped_total }) => capped_total > 0);
  return [
    ...(input.rows === 0 ? ['There is no row: nothing was read but a header.'] : []),
    ...rejectsOf(input),
    ...input.truncated.map((file) => `${file} ended early: its whole rows were read, the rest is missing.`),
    ...layers
      .filter(({ status }) => status !== 'ok')
      .map(({ name }) => `Layer ${name} has too little data to say anything.`),
    ...capped
      .slice(0, CAPPED_LAYERS_TOLD)
      .map(
        ({ name, capped_total, cap }) =>
          `In layer ${name}, ${count(capped_total)} entities have more than ${cap} accounts and made no pairs; the report lists them.`,
      ),
    ...limits_hit.map(({ detail }) => detail),
    ...(privacy.ids === 'raw' && !config.allow_raw_ids && layers.some(({ name }) => name === 'device' || name === 'ip')
      ? [privacy.note]
      : []),
  ];
}
