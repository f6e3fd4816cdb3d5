import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConfigFlags, loadConfig } from '../../src/config/load-config.ts';
import { findAuditBreak } from '../../src/model/audit.ts';
import { csvRow } from '../../src/report/csv-row.ts';
import { forgetAccount } from '../../src/service/forget-account.ts';
import { sha256 } from '../../src/service/hash.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { smallCampaign } from '../cli/small-campaign.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { configIn, fillStore, live } from '../service/store-with-edges.ts';

/** Trial P2: an account is erased from store, snapshots, exports and events; the chain verifies, and nothing brings it back. */
const TRIALS = 50;
const SWEEP = { window: { from: null, to: null }, seed: 1, layers: [], out: null };

/** Ids that CSV, JSON and markup each write in another way. */
const SHAPES = [
  'ring-leader-%',
  '40917000%',
  'quo"te,comma-%',
  '<b>&tag-%',
  "o'hara-%",
  'ünïcöde-%',
  'back\\slash-%',
  'a b c d-%',
];

let folder: string;
let template: string;
let flags: ConfigFlags;
const subjects = Array.from({ length: 12 }, (_, i) => (SHAPES[i % SHAPES.length] ?? '%').replace('%', `${100 + i}`));

beforeAll(async () => {
  folder = makeMemoryFolder();
  template = makeMemoryFolder();
  flags = configIn(folder);
  writeRows(allRows());
  await using store = await openStore(url());
  await fillStore(store, join(folder, 'edges.csv'));
  await sweep(store, 'first');
  await sweep(store, 'second');
  const [stored] = await store.cases.clustersOf('second');
  const clusterId = stored?.cluster.cluster_id ?? '';
  for (const [i, id] of subjects.entries()) {
    const decision = {
      id: `d${i}`,
      clusterId,
      verdict: 'escalated',
      action: 'none',
      policy: null,
      reviewer: 'rita',
    } as const;
    const event = { id: `e${i}`, type: 'lockstep.test.v1', subject: 's', data: { account_id: id, [id]: [id] } };
    await store.cases.recordDecision(
      { ...decision, reason: `${id} leads`, accounts: [id], reportId: null },
      { events: [event] },
    );
    await store.cases.allow({ kind: 'account', layer: null, id, reason: 'press', author: 'ann', until: null });
  }
  await store.close();
  cpSync(folder, template, { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(template, { recursive: true, force: true });
});

const url = () => `sqlite:${join(folder, 'store.db')}`;

/** Ring members under the ids of the subjects, each followed by somebody, and a row that is rejected. */
function allRows(): readonly (readonly [account: string, row: string])[] {
  const renamed = smallCampaign().map((row): readonly [string, string] => {
    const [account = '', layer = '', entity = '', at = ''] = row.split(',');
    const ring = /^ring(\d+)$/.exec(account)?.[1];
    const id = ring === undefined ? account : (subjects[Number(ring)] ?? account);
    return [id, csvRow([id, layer, entity, Number(at)])];
  });
  const followed = subjects.map((id, i): readonly [string, string] => [
    id,
    csvRow([`user${i}`, 'follow', id, 1_767_225_600]),
  ]);
  return [...renamed, ...followed];
}

function writeRows(rows: readonly (readonly [string, string])[]): void {
  writeFileSync(join(folder, 'edges.csv'), `account,layer,entity,at\n${rows.map(([, row]) => row).join('')}`);
}

async function sweep(store: Store, id: string): Promise<void> {
  await store.cases.createRun({ id, kind: 'sweep', params: SWEEP });
  expect(await live(id, store, flags)).toMatchObject({ ending: 'emitted' });
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

/** Files of store and data folder in which the id stands, however it is written. */
function filesWith(id: string): readonly string[] {
  const markup = id.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;');
  const forms = [
    id,
    JSON.stringify(id).slice(1, -1),
    id.replaceAll('"', '""'),
    markup,
    markup.replaceAll('"', '&quot;'),
  ];
  const paths = [
    ...filesIn(join(folder, 'data')),
    ...['', '-wal'].map((end) => join(folder, `store.db${end}`)).filter(existsSync),
  ];
  return paths.filter((path) => {
    const bytes = readFileSync(path);
    const plain = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    return forms.some((form) => plain.includes(form));
  });
}

it(`leaves no byte of an account in ${TRIALS} of ${TRIALS} trials, and all others as they were`, async () => {
  const innocent = await digestWithout(subjects[0] ?? '');
  for (let trial = 0; trial < TRIALS; trial++) {
    const id = subjects[trial % subjects.length] ?? '';
    rmSync(folder, { recursive: true });
    cpSync(template, folder, { recursive: true });
    await using store = await openStore(url());
    await store.cases.addEvents([
      { id: `now-${trial}`, type: 'lockstep.test.v1', subject: 's', data: `about ${id}, now` },
    ]);
    expect(filesWith(id).length, id).toBeGreaterThan(8);
    const erasure = await forgetAccount(store, loadConfig(flags, {}), {
      id,
      reason: 'asked',
      actor: 'dpo',
      isDry: false,
    });
    expect(erasure).toMatchObject({ left: [], at_work: [] });
    expect(filesWith(id), id).toEqual([]);
    const chain = await store.cases.auditAfter(0, 1_000);
    expect(findAuditBreak(sha256, chain)).toBeNull();
    expect(JSON.stringify([erasure, chain])).not.toContain(JSON.stringify(id).slice(1, -1));
    if (trial === 0) expect(await store.edges.digest()).toBe(innocent);
  }
});

it('does not come back with the rows that brought it, nor with the next sweep', async () => {
  const id = subjects[2] ?? '';
  rmSync(folder, { recursive: true });
  cpSync(template, folder, { recursive: true });
  await using store = await openStore(url());
  await forgetAccount(store, loadConfig(flags, {}), { id, reason: 'asked', actor: 'dpo', isDry: false });
  const digest = await store.edges.digest();
  await fillStore(store, join(folder, 'edges.csv'), 777);
  expect(await store.edges.digest()).toBe(digest);
  for (const { key } of await store.cases.allowances()) await store.cases.endAllowance(key, 'ann');
  await sweep(store, 'third');
  expect((await store.cases.clustersOf('third'))[0]?.cluster.members).toHaveLength(11);
  await store.close();
  expect(filesWith(id)).toEqual([]);
});

async function digestWithout(id: string): Promise<string> {
  writeRows(allRows().filter(([account]) => account !== id));
  await using store = await openStore('memory:');
  await fillStore(store, join(folder, 'edges.csv'));
  return await store.edges.digest();
}
