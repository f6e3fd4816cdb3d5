import type { TimeWindow } from '../../../model/edge.ts';
import type { EdgeCounts } from '../../../model/edge-batch.ts';
import { compareText, stringAt } from '../../../model/string-table.ts';
import type { Database } from './database.ts';
import { countNames, readNameTable } from './name-tables.ts';
import { readTies } from './snapshot-ties.ts';

/** Marks of a layer: who and what was seen in it. */
type Seen = { edges: number; readonly accounts: Uint8Array; readonly entities: Uint8Array };

export function countEdges(db: Database, seq: number, window: TimeWindow): EdgeCounts {
  const ties = readTies(db, seq, window);
  const table = readNameTable(db, 'layer');
  const [accountCount, entityCount] = [countNames(db, 'account'), countNames(db, 'entity')];
  const everyone = new Uint8Array(accountCount);
  const layers: (Seen | undefined)[] = [];
  let edges = 0;
  for (const { from, raised } of ties.blocks) {
    edges += raised - from;
    for (let row = from; row < raised; row++) {
      const layer = ties.layer[row] as number;
      let seen = layers[layer];
      if (seen === undefined) {
        seen = { edges: 0, accounts: new Uint8Array(accountCount), entities: new Uint8Array(entityCount) };
        layers[layer] = seen;
      }
      seen.edges++;
      seen.accounts[ties.account[row] as number] = 1;
      seen.entities[ties.entity[row] as number] = 1;
      everyone[ties.account[row] as number] = 1;
    }
  }
  const counts = [...layers.entries()]
    .flatMap(([number, seen]) => (seen === undefined ? [] : [{ ...seen, layer: stringAt(table, number) }]))
    .map((seen) => ({
      layer: seen.layer,
      edges: seen.edges,
      accounts: countMarks(seen.accounts),
      entities: countMarks(seen.entities),
    }))
    .sort((a, b) => compareText(a.layer, b.layer));
  return {
    edges,
    accounts: countMarks(everyone),
    entities: counts.reduce((sum, layer) => sum + layer.entities, 0),
    layers: counts,
  };
}

function countMarks(marks: Uint8Array): number {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
}
