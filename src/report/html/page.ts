import type { Findings } from '../../model/findings.ts';
import { prepareCluster } from './cluster.ts';
import { clusterViews, layerStyles } from './cluster-view.ts';
import { html } from './escape.ts';
import { fitSections } from './fit-sections.ts';
import { countOf } from './format.ts';
import { renderHead } from './head.ts';
import { renderLanding } from './landing.ts';
import { renderRankedTable } from './ranked-table.ts';
import { renderRunDetails } from './run-details.ts';
import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { STYLE, STYLE_HASH } from './style.ts';

/** Clusters that get a section. */
const SECTIONS = 100;
/** The page stays under 2 MB, so that it opens at once and can be mailed. */
const MOST_BYTES = 1_950_000;

const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  `script-src '${SCRIPT_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** report.html: one file that asks for nothing from anywhere, reads from top to bottom without its script, and says what it leaves out. */
export function* renderPage(findings: Findings): Generator<string> {
  const { report } = findings;
  const views = clusterViews(findings, SECTIONS);
  const front = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${{ html: POLICY }}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lockstep report: ${countOf(report.totals.clusters, 'cluster')}, ${report.totals.bands.high.clusters} high</title>
<style>${{ html: STYLE }}</style></head><body>
<a class="skip" href="#ranked">To the ranked table</a>
<main><div class="front">${renderHead(report)}${renderLanding(report, views.length)}</div>${renderRunDetails(report)}${renderRankedTable(report.clusters, views.length, layerStyles(report.run.layers))}`
    .html;
  const back = `</main><div id="tip" role="status" hidden></div>\n<script>${SCRIPT}</script></body></html>\n`;
  yield front;
  yield* fitSections(views.map(prepareCluster), MOST_BYTES - byteLength(front) - byteLength(back));
  yield back;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
