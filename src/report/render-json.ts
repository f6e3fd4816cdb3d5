import type { Findings } from '../model/findings.ts';
import type { Report } from '../model/report.ts';
import { canonicalJson } from './canonical-json.ts';
import { inChunks } from './in-chunks.ts';

/** What a person looks for first stands first; the clusters, one a line so that reports compare line by line, stand last. */
const HEAD: readonly Exclude<keyof Report, 'clusters'>[] = [
  'schema',
  'report_id',
  'run',
  'totals',
  'limits_hit',
  'suppressed',
  'gone',
  'privacy',
];

/** report.json: keys in a fixed order, one line feed at the end, the same bytes for the same report. */
export function renderJson({ report }: Findings): Iterable<string> {
  return inChunks(lines(report));
}

function* lines(report: Report): Generator<string> {
  yield '{';
  for (const key of HEAD) yield `${JSON.stringify(key)}:${canonicalJson(report[key])},\n`;
  yield '"clusters":[';
  let isFirst = true;
  for (const cluster of report.clusters) {
    yield `${isFirst ? '\n' : ',\n'}${canonicalJson(cluster)}`;
    isFirst = false;
  }
  yield isFirst ? ']}\n' : '\n]}\n';
}
