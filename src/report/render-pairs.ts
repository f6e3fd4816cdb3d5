import type { Findings } from '../model/findings.ts';
import { stringAt } from '../model/string-table.ts';
import { csvCell, csvRow } from './csv-row.ts';
import { inChunks } from './in-chunks.ts';

/** The columns before those of the single layers. */
export const PAIR_COLUMNS = ['a', 'b', 'weight', 'layers', 'count', 'proof'] as const;
/** How the columns of single layers begin; the layer's name follows. */
export const LAYER_COLUMN = 'weight:';

/**
 * pairs.csv: the fused graph, one row a pair, `a` before `b` by bytes. `weight` is nats in all, `layers` names the layers that
 * say something of it, `count` and `proof` are those of `FusedGraph`, and each `weight:<layer>` is that layer's part (empty = none).
 */
export function renderPairs(findings: Findings): Iterable<string> {
  return inChunks(rows(findings));
}

function* rows({ accounts, pairs }: Findings): Generator<string> {
  const layers = pairs.layerNames;
  yield csvRow([...PAIR_COLUMNS, ...layers.map((layer) => `${LAYER_COLUMN}${layer}`)]);
  // Each account is decoded and quoted once, however many pairs it has.
  const cells = new Array<string | undefined>(accounts.size);
  const cellOf = (account: number): string => {
    const known = cells[account];
    if (known !== undefined) return known;
    const cell = csvCell(stringAt(accounts, account));
    cells[account] = cell;
    return cell;
  };
  for (let i = 0; i < pairs.length; i++) {
    const parts = pairs.parts.map((part) => part[i] ?? 0);
    const named = csvCell(layers.filter((_, l) => parts[l] !== 0).join('|'));
    const pair = `${cellOf(pairs.a[i] ?? 0)},${cellOf(pairs.b[i] ?? 0)}`;
    yield `${pair},${pairs.weight[i] ?? 0},${named},${pairs.count[i] ?? 0},${pairs.proof[i] ?? 0}${parts.map((part) => `,${part === 0 ? '' : part}`).join('')}\n`;
  }
}
