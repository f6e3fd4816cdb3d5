import type { Findings } from '../model/findings.ts';
import { renderPage } from './html/page.ts';
import { renderAccounts } from './render-accounts.ts';
import { renderClusters } from './render-clusters.ts';
import { renderEvidence, renderFigures } from './render-evidence.ts';
import { renderGexf } from './render-gexf.ts';
import { renderGraphml } from './render-graphml.ts';
import { renderJson } from './render-json.ts';
import { renderPairs } from './render-pairs.ts';

export type Renderer = {
  readonly fileName: string;
  /** Whether the writer compresses the chunks. */
  readonly gzip: boolean;
  /** Chunks in order: one string would end at about 512 MB. Text is UTF-8. */
  readonly render: (findings: Findings) => Iterable<Uint8Array | string>;
};

/** Every form of the findings, by the name that `--format` takes. */
export const RENDERERS: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ['json', { fileName: 'report.json', gzip: false, render: renderJson }],
  ['html', { fileName: 'report.html', gzip: false, render: renderPage }],
  ['clusters', { fileName: 'clusters.csv', gzip: false, render: renderClusters }],
  ['accounts', { fileName: 'accounts.csv', gzip: false, render: renderAccounts }],
  ['pairs', { fileName: 'pairs.csv.gz', gzip: true, render: renderPairs }],
  ['evidence', { fileName: 'evidence.ndjson.gz', gzip: true, render: renderEvidence }],
  ['figures', { fileName: 'figures.ndjson.gz', gzip: true, render: renderFigures }],
  ['graphml', { fileName: 'clusters.graphml', gzip: false, render: renderGraphml }],
  ['gexf', { fileName: 'clusters.gexf', gzip: false, render: renderGexf }],
]);
