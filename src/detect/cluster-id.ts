/** A cluster's id: the first 16 hex digits of SHA-256 over its members' ids in byte order, a newline after each. */
import type { Hash } from '../model/ports.ts';
import { bytesAt, type StringTable } from '../model/string-table.ts';

const NEWLINE = Uint8Array.of(10);

/** `accounts` ascend, and the table is in byte order, so the ids are hashed in byte order. */
export function clusterIdOf(accounts: Uint32Array, table: StringTable, hash: Hash): string {
  const chunks: Uint8Array[] = [];
  for (const account of accounts) chunks.push(bytesAt(table, account), NEWLINE);
  return hash(chunks).slice(0, 16);
}
