import type { LineageEvent, ReportCluster } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { formatList } from './format.ts';

const WORDS: { readonly [event in LineageEvent]: string } = {
  new: 'new',
  same: 'unchanged',
  grew: 'grew',
  shrank: 'shrank',
  merged: 'merged',
  split: 'split off',
  revived: 'back again',
  gone: 'gone',
};

export function changeWord({ lineage }: ReportCluster): string {
  return WORDS[lineage.event];
}

export function renderLineage({ lineage, lineage_id, cluster_id }: ReportCluster): Html {
  const { event, previous } = lineage;
  const before = previous.length === 0 ? '' : ` Before: ${formatList(previous.map((id) => `cluster ${id}`))}.`;
  const told =
    event === 'new'
      ? 'New: no cluster of an earlier run that was given leads to it.'
      : `${WORDS[event].replace(/^./, (letter) => letter.toUpperCase())} since the run before.${before}`;
  const since = lineage_id === cluster_id ? '' : ` Known as ${lineage_id} through all runs.`;
  return html`<h3>Since last time</h3><p>${told}${since}</p>`;
}
