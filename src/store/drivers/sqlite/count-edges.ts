import type { TimeWindow } from '../../../model/edge.ts';
import type { EdgeCounts } from '../../../model/edge-batch.ts';
import { compareText, stringAt } from '../../../model/string-table.ts';
import type { Database } from './database.ts';
import type { EdgeMemory } from './edge-memory.ts';
import { openTies } from './snapshot-ties.ts';

/** Marks of a layer: who and what was seen in it. */
type Seen = { edges: number; readonly accounts: Uint8Array; readonly entities: Uint8Array };

export function countEdges(db: Database, memory: EdgeMemory, seq: number, window: TimeWindow): EdgeCounts {
  const names = memory.names();
  const [accountCount, entityCount] = [names.pool('account').size, names.pool('entity').size];
  const everyone = new Uint8Array(accountCount);
  const layers: (Seen | undefined)[] = [];
  let edges = 0;
  openTies(db, seq, window).forEach((account, layer, entity) => {
    let seen = layers[layer];
    if (seen === undefined) {
      seen = { edges: 0, accounts: new Uint8Array(accountCount), entities: new Uint8Array(entityCount) };
      layers[layer] = seen;
    }
    edges++;
    seen.edges++;
    seen.accounts[account] = 1;
    seen.entities[entity] = 1;
    everyone[account] = 1;
  });
  const table = names.pool('layer').table();
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
