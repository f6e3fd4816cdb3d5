import { createHash } from 'node:crypto';
import type { EdgeColumns } from '../model/edge.ts';
import type { StringTable } from '../model/string-table.ts';
import { distinctEdges } from './distinct-edges.ts';

const BUFFER_BYTES = 1 << 16;

/** SHA-256, in hex, of the distinct edges in their order: strings with their length before them, numbers as 64-bit floats. */
export function digestEdges(columns: EdgeColumns): string {
  const edges = distinctEdges(columns);
  const hash = createHash('sha256');
  const buffer = new Uint8Array(BUFFER_BYTES);
  const view = new DataView(buffer.buffer);
  let filled = 0;
  const makeRoom = (bytes: number): void => {
    if (filled + bytes <= BUFFER_BYTES) return;
    hash.update(buffer.subarray(0, filled));
    filled = 0;
  };
  const putNumber = (value: number): void => {
    makeRoom(8);
    view.setFloat64(filled, value);
    filled += 8;
  };
  const putName = (table: StringTable, index: number | undefined): void => {
    const start = index === undefined ? 0 : (table.offsets[index] as number);
    const end = index === undefined ? 0 : (table.offsets[index + 1] as number);
    putNumber(end - start);
    for (let from = start; from < end; from += BUFFER_BYTES) {
      const part = table.bytes.subarray(from, Math.min(end, from + BUFFER_BYTES));
      makeRoom(part.length);
      buffer.set(part, filled);
      filled += part.length;
    }
  };
  for (let row = 0; row < edges.length; row++) {
    putName(edges.layers, edges.layer[row]);
    putName(edges.entities, edges.entity[row]);
    putName(edges.accounts, edges.account[row]);
    const at = edges.at[row] as number;
    putNumber(Number.isNaN(at) ? -1 : at);
    putName(edges.sources, edges.source?.[row]);
    putName(edges.events, edges.event?.[row]);
    putNumber(edges.weight?.[row] ?? 1);
  }
  hash.update(buffer.subarray(0, filled));
  return hash.digest('hex');
}
