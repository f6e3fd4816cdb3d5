import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Config, ConfigFlags } from '../../src/config/load-config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { ProgressSink } from '../../src/model/progress.ts';
import { type Ending, executeRun } from '../../src/service/execute-run.ts';
import { readEdges } from '../../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS } from '../../src/source/read-options.ts';
import { sliceColumns } from '../../src/store/slice-columns.ts';
import type { Store } from '../../src/store/store.ts';

/** Settings of a store in a folder, as a config file that threads can load too. */
export function configIn(
  folder: string,
  settings: { readonly [key: string]: string | number | boolean } = {},
): ConfigFlags {
  const file = join(folder, 'lockstep.yaml');
  const values = {
    store_url: `sqlite:${join(folder, 'store.db')}`,
    data_dir: join(folder, 'data'),
    threads: 1,
    ...settings,
  };
  writeFileSync(
    file,
    Object.entries(values)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
      .join(''),
  );
  return { configFile: file };
}

export async function fillStore({ edges }: Pick<Store, 'edges'>, file: string, batchRows = 1_000): Promise<void> {
  const { columns } = await readEdges([file], DEFAULT_READ_OPTIONS, { onReject: () => undefined });
  for (let from = 0; from < columns.length; from += batchRows) {
    await edges.appendBatch({
      batchKey: `${file} ${from}`,
      source: 'test',
      columns: sliceColumns(columns, from, Math.min(columns.length, from + batchRows)),
    });
  }
}

/** One life of a run in this process. */
export async function live(
  runId: string,
  store: Store,
  flags: ConfigFlags,
  more: {
    readonly signal?: AbortSignal;
    readonly holder?: string;
    readonly config?: Config;
    readonly triesAgain?: boolean;
    readonly onProgress?: ProgressSink;
  } = {},
): Promise<Ending> {
  const {
    signal = new AbortController().signal,
    holder = 'test',
    config = loadConfig(flags, {}),
    triesAgain = true,
    onProgress = () => undefined,
  } = more;
  return await executeRun({ runId, epoch: 0 }, { store, config, flags, holder, onProgress, signal, triesAgain });
}

/** Digests of a run's files as they are compared: packed ones unpacked, without what differs from run to run. */
export function digestsOf(folder: string): { readonly [file: string]: string } {
  const names = readdirSync(folder)
    .filter((name) => name !== 'manifest.json' && name !== 'rejects.ndjson')
    .sort();
  return Object.fromEntries(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name));
      const plain = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      return [name, createHash('sha256').update(plain).digest('hex')];
    }),
  );
}
