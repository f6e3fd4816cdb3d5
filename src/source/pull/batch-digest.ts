import { createHash, type Hash } from 'node:crypto';
import type { EdgeColumns } from '../../model/edge.ts';
import type { StringTable } from '../../model/string-table.ts';

/**
 * SHA-256, in hex, of where a batch stands and of all that it holds. Equal for the same rows cut in the same way, and so a name
 * under which a store knows them again; for anything else another one.
 */
export function digestBatch(place: readonly (string | number)[], columns: EdgeColumns): string {
  const hash = createHash('sha256');
  const { account, layer, entity, at, event, source, weight } = columns;
  const { accounts, layers, entities, events, sources } = columns;
  const arrays = [account, layer, entity, at, event, source, weight];
  const tables = [accounts, layers, entities, events, sources];
  const shape = [columns.length, arrays.map((array) => array !== null), tables.map(({ size }) => size)];
  hash.update(JSON.stringify([place, shape]));
  for (const array of arrays) if (array !== null) update(hash, array);
  for (const table of tables) updateTable(hash, table);
  return hash.digest('hex');
}

function updateTable(hash: Hash, { bytes, offsets, size }: StringTable): void {
  update(hash, offsets.subarray(0, size + 1));
  update(hash, bytes.subarray(offsets[0] ?? 0, offsets[size] ?? 0));
}

function update(hash: Hash, array: ArrayBufferView): void {
  hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}
