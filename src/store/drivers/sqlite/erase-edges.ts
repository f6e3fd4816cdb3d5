import type { Database } from './database.ts';
import type { EdgeMemory } from './edge-memory.ts';
import { rewriteBlocks } from './rewrite-blocks.ts';

const encoder = new TextEncoder();

/** Only blocks with a time before `beforeMs` are touched: in a store that is fed day by day, the oldest ones. */
export function expireEdges(db: Database, beforeMs: number): number {
  const blocks = db.all('SELECT seq FROM block WHERE min_at < ?', beforeMs).map((row) => row['seq'] as number);
  // NaN (no time) is never before anything, so those rows stay.
  return rewriteBlocks(db, blocks, (block, row) => !((block.at[row] as number) < beforeMs));
}

/** Removes the account's edges, and those of interactions with it. */
export function forgetAccount(
  db: Database,
  memory: EdgeMemory,
  id: string,
  interactionLayers: readonly string[],
): number {
  const names = memory.names();
  const find = (pool: 'account' | 'entity' | 'layer', name: string): number => {
    const bytes = encoder.encode(name);
    return names.pool(pool).find(bytes, 0, bytes.length);
  };
  const account = find('account', id);
  const entity = find('entity', id);
  const layers = new Set(interactionLayers.map((layer) => find('layer', layer)));
  const blocks = db.all('SELECT seq FROM block').map((row) => row['seq'] as number);
  return rewriteBlocks(
    db,
    blocks,
    (block, row) =>
      block.account[row] !== account && !(block.entity[row] === entity && layers.has(block.layer[row] as number)),
  );
}
