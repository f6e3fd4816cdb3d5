/** A world on disk, once for each side: plain arrays for Lockstep, Parquet for DuckDB. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { type StringTable, tableOf } from '../../src/model/string-table.ts';
import type { World } from './scale-world.ts';

const COLUMNS = ['account', 'entity', 'at'] as const;

export async function writeWorld(world: World, folder: string): Promise<void> {
  for (const name of COLUMNS) writeFileSync(join(folder, name), world[name]);
  writeFileSync(join(folder, 'sizes'), JSON.stringify({ accounts: world.accounts, entities: world.entities }));
  const connection = await openDuckdb();
  await connection.run('CREATE TABLE raw (account INTEGER, entity INTEGER, ms BIGINT)');
  const appender = await connection.createAppender('raw');
  for (let row = 0; row < world.account.length; row++) {
    appender.appendInteger(world.account[row] as number);
    appender.appendInteger(world.entity[row] as number);
    appender.appendBigInt(BigInt(world.at[row] as number));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`COPY raw TO '${join(folder, 'raw.parquet')}'`);
}

/** One layer of edges that come in any order, with names whose bytes stand in the order of the numbers. */
export function readWorld(folder: string): EdgeColumns {
  const { accounts, entities } = JSON.parse(readFileSync(join(folder, 'sizes'), 'utf8'));
  const buffers = COLUMNS.map((name) => Uint8Array.from(readFileSync(join(folder, name))).buffer);
  const [account, entity, at] = buffers as [ArrayBuffer, ArrayBuffer, ArrayBuffer];
  const columns = { account: new Uint32Array(account), entity: new Uint32Array(entity), at: new Float64Array(at) };
  const { length } = columns.account;
  return {
    ...{ length, ...columns, layer: new Uint16Array(length), event: null, source: null, weight: null },
    ...{ accounts: numbered(accounts), entities: numbered(entities), layers: tableOf(['all']) },
    ...{ events: tableOf([]), sources: tableOf([]) },
  };
}

/** One thread, as Lockstep has in these measurements. */
export async function openDuckdb(folder?: string): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  if (folder !== undefined) await connection.run(`CREATE TABLE raw AS FROM '${join(folder, 'raw.parquet')}'`);
  return connection;
}

function numbered(size: number): StringTable {
  const bytes = new DataView(new ArrayBuffer(4 * size));
  for (let i = 0; i < size; i++) bytes.setUint32(4 * i, i);
  return {
    size,
    bytes: new Uint8Array(bytes.buffer),
    offsets: Float64Array.from({ length: size + 1 }, (_, i) => 4 * i),
  };
}
