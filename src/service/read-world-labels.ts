import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCsvRows } from '../report/read-csv-rows.ts';
import type { WorldLabelRow } from './tally-world.ts';

/** The labels that `generate` has written, with the circles that other labels do not have. */
export function readWorldLabels(path: string): readonly WorldLabelRow[] {
  const [header = [], ...rows] = readCsvRows([gunzipSync(readFileSync(path))]);
  const place = (name: string): number => header.indexOf(name);
  const [account, group, kind, circles] = [place('account'), place('group'), place('kind'), place('circles')];
  return rows.map((cells) => ({
    account: cells[account] ?? '',
    group: cells[group] ?? '',
    kind: cells[kind] ?? '',
    circles: (cells[circles] ?? '').split(' ').filter((id) => id !== ''),
  }));
}
