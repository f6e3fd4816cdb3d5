import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SweepResult } from '../../src/model/run-result.ts';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { readEdges } from '../../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS } from '../../src/source/read-options.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { StoreOptions } from '../../src/store/store.ts';
import { type Answer, lockstep } from '../cli/lockstep.ts';
import { HEADER, smallCampaign } from '../cli/small-campaign.ts';
import { createChooser } from '../conformance/random.ts';
import { digestsOf } from '../service/store-with-edges.ts';
import { spawnWorker } from '../worker/spawn-worker.ts';

/** The campaign, with a device and an address for everybody, so that keys are at work. */
export function writeCampaign(folder: string): { readonly file: string; readonly shuffled: string } {
  const accounts = [...new Set(smallCampaign().map((row) => row.slice(0, row.indexOf(','))))];
  const held = accounts.flatMap((account, i) => [
    `${account},device,phone-${Math.floor(i / 2)},`,
    `${account},ip,203.0.113.${i % 200},1767225600`,
  ]);
  const rows = [...smallCampaign(), ...held];
  const file = join(folder, 'edges.csv');
  const shuffled = join(folder, 'shuffled.csv');
  writeFileSync(file, `${HEADER}${rows.join('\n')}\n`);
  const choose = createChooser(17);
  const mixed = rows.map((row) => [choose.below(1e9), row] as const).sort(([a], [b]) => a - b);
  writeFileSync(shuffled, `${HEADER}${mixed.map(([, row]) => row).join('\n')}\n`);
  return { file, shuffled };
}

export type Place = {
  readonly folder: string;
  readonly storeUrl: string;
  readonly storeOptions?: StoreOptions;
  /** More lines of the config file. */
  readonly settings: { readonly [key: string]: string };
};

/**
 * As an operator does it: two workers, the same file ingested by both at once in two orders, a sweep and an ad-hoc job through
 * the queue. What comes out is held against the one-shot sweep over the file.
 */
export async function playQueuedRuns({ folder, storeUrl, storeOptions, settings }: Place): Promise<void> {
  const { file, shuffled } = writeCampaign(folder);
  const configFile = join(folder, 'lockstep.yaml');
  const key = 'ab'.repeat(32);
  const values = {
    ...settings,
    store_url: storeUrl,
    data_dir: join(folder, 'data'),
    http_port: '0',
    pseudonym_key: key,
  };
  writeFileSync(
    configFile,
    Object.entries(values)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
      .join(''),
  );
  const call = async (...args: string[]): Promise<Answer> => {
    const answer = await lockstep([...args, '--config', configFile]);
    expect(answer.status, answer.stderr).toBe(0);
    return answer;
  };
  await call('migrate');
  await using one = spawnWorker({ configFile });
  await using other = spawnWorker({ configFile });
  await Promise.all([one.url, other.url]);

  const ingests = await Promise.all(
    [file, shuffled].map((name) => call('ingest', name, '--queue', '--wait', '--json')),
  );
  const sources = ingests.map(({ stdout }) => JSON.parse(stdout).sources[0]);
  const once = join(folder, 'once');
  await call('sweep', file, '--out', once);
  await using store = await openStore(storeUrl, storeOptions);
  const keys = parsePseudonymKeys(key);
  const { columns } = await readEdges([file], { ...DEFAULT_READ_OPTIONS, keys }, { onReject: () => undefined });
  expect(await store.edges.digest()).toBe(digestEdges(columns));
  const { edges } = await store.edges.counts();
  expect(sources[0].added + sources[1].added).toBe(edges);

  const swept = JSON.parse((await call('sweep', '--queue', '--wait', '--json')).stdout) as SweepResult;
  expect(digestsOf(swept.out)).toEqual(digestsOf(once));
  const [ring] = await store.cases.clustersOf(JSON.parse(JSON.stringify(swept)).run_id);
  const near = await call('cluster', '--seed-account', 'ring3', '--queue', '--wait', '--json');
  const [found] = JSON.parse(near.stdout).top;
  expect(found.cluster_id).toBe(ring?.cluster.cluster_id);
  expect(await one.stop()).toBe(143);
}
