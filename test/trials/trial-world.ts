import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ConfigFlags } from '../../src/config/load-config.ts';
import { findAuditBreak } from '../../src/model/audit.ts';
import type { SweepResult } from '../../src/model/run-result.ts';
import { sha256 } from '../../src/service/hash.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { callHere } from '../cli/lockstep.ts';
import { HEADER, smallCampaign } from '../cli/small-campaign.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { configIn, digestsOf, fillStore, live } from '../service/store-with-edges.ts';

export const SWEEP = { window: { from: null, to: null }, seed: 1, layers: [], out: null };

/** Batches that the store of a trial is filled with. */
const EDGE_BATCHES = 4;

type Digests = { readonly [file: string]: string };

/** A store of edges that trials get a copy of each, and what a sweep over it has to come to. */
export type TrialWorld = Disposable & {
  readonly edgesFile: string;
  /** Files of the one-shot sweep, without a run before and with one. */
  readonly first: Digests;
  readonly later: Digests;
  /** A folder with a copy of the store and a config file. */
  readonly copy: (name: string, settings?: Parameters<typeof configIn>[1]) => TrialCopy;
};

export type TrialCopy = Disposable & {
  readonly flags: ConfigFlags;
  readonly storeUrl: string;
  readonly runsFolder: string;
};

export async function makeTrialWorld(): Promise<TrialWorld> {
  const folder = makeMemoryFolder();
  const edgesFile = join(folder, 'edges.csv');
  writeFileSync(edgesFile, `${HEADER}${smallCampaign().join('\n')}\n`);
  const template = join(folder, 'template.db');
  await using store = await openStore(`sqlite:${template}`);
  await fillStore(store, edgesFile);
  await store.close();
  const [first, later] = [join(folder, 'first'), join(folder, 'later')];
  const said = await callHere(['sweep', edgesFile, '--out', first]);
  const saidLater = await callHere(['sweep', edgesFile, '--out', later, '--previous', first]);
  if (said.status !== 0 || saidLater.status !== 0) throw new Error(said.stderr + saidLater.stderr);
  return {
    edgesFile,
    first: digestsOf(first),
    later: digestsOf(later),
    copy: (name, settings = {}) => {
      const place = join(folder, name);
      mkdirSync(place);
      copyFileSync(template, join(place, 'store.db'));
      return {
        flags: configIn(place, { http_port: 0, ...settings }),
        storeUrl: `sqlite:${join(place, 'store.db')}`,
        runsFolder: join(place, 'data', 'runs'),
        [Symbol.dispose]: () => rmSync(place, { recursive: true, force: true }),
      };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A life of a run in this process that nothing happens to. */
export async function sweepUndisturbed(runId: string, store: Store, flags: ConfigFlags): Promise<void> {
  await store.cases.createRun({ id: runId, kind: 'sweep', params: SWEEP });
  const { ending } = await live(runId, store, flags);
  if (ending !== 'emitted') throw new Error(`The undisturbed run has ended as ${ending}.`);
}

/** What is left of all that was done, but for times and for what names a process or a folder. */
export async function effectsIn({ cases, edges }: Store) {
  const runs = [...(await cases.listRuns({ limit: 10_000 }))].reverse();
  const events = await cases.eventsAfter(0, 100_000);
  const audit = await cases.auditAfter(0, 100_000);
  expect(findAuditBreak(sha256, audit)).toBeNull();
  return {
    runs: runs.map(({ id, kind, state, failure, result }) => ({
      id,
      kind,
      state,
      failure,
      result: withoutPlace(result),
    })),
    clusters: await Promise.all(
      runs.map(async ({ id }) => (await cases.clustersOf(id)).map(({ runId, cluster }) => ({ runId, cluster }))),
    ),
    events: events.map(({ id, type, subject, sequence, data }) => ({ id, type, subject, sequence, data })),
    audit: audit.map(({ actor, action, subject }) => ({ actor, action, subject })),
    edges: await edges.latestSeq(),
    pinned: (await edges.expire(0)).waitsFor,
  };
}

function withoutPlace(result: unknown): unknown {
  return typeof result === 'object' && result !== null ? { ...result, out: '' } : result;
}

/** The files of an emitted sweep are those of the one-shot, and beside its folder nothing is left. */
export async function expectFiles(runId: string, { cases }: Store, runsFolder: string, wanted: Digests): Promise<void> {
  const run = await cases.getRun(runId);
  expect(run).toMatchObject({ id: runId, state: 'emitted' });
  const out = (run?.result as SweepResult | undefined)?.out ?? '';
  expect(digestsOf(out), runId).toEqual(wanted);
  expect(leftoversIn(runsFolder)).toEqual([]);
}

/** What lives that were cut short have left beside the folders of runs. */
export function leftoversIn(runsFolder: string): readonly string[] {
  return existsSync(runsFolder) ? readdirSync(runsFolder).filter((name) => name.startsWith('.')) : [];
}

/**
 * In a store whose first run found all there is: every later sweep is told of once, has the same clusters, and besides that
 * nothing has come of it but refusals of late writes.
 */
export async function expectLaterSweeps(store: Store, runsFolder: string): Promise<void> {
  const { runs, events, clusters, audit, pinned, edges } = await effectsIn(store);
  expect(runs.filter(({ state }) => state !== 'emitted')).toEqual([]);
  const told = events.filter(({ type }) => type === 'lockstep.run.completed.v1');
  expect(told.map(({ subject }) => subject).sort()).toEqual(runs.map(({ id }) => id).sort());
  const others = events.filter(({ type }) => type !== 'lockstep.run.completed.v1');
  expect(others.map(({ type }) => type)).toEqual(clusters[0]?.map(() => 'lockstep.cluster.detected.v1'));
  const [first, ...later] = clusters.map((found) => found.map(({ cluster }) => cluster.cluster_id));
  expect(first?.length).toBeGreaterThan(0);
  for (const found of later) expect(found).toEqual(first);
  expect(audit.filter(({ actor, action }) => actor === 'worker' && action !== 'write.refused')).toEqual([]);
  expect(pinned).toEqual([]);
  expect(edges).toBe(EDGE_BATCHES);
  expect(leftoversIn(runsFolder)).toEqual([]);
}
