import type { Fence } from '../../src/model/fence.ts';
import type { ReportCluster } from '../../src/model/report.ts';
import type { RunEvent } from '../../src/model/run-state.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import { pinOfRun } from '../../src/store/pins.ts';
import type { Store } from '../../src/store/store.ts';
import { outcome } from './edge-scenario.ts';
import { makeCluster } from './make-cluster.ts';
import { type Chooser, createChooser } from './random.ts';

const RUNS = ['run-1', 'run/2', 'rün 3'];
const KINDS = ['sweep', 'cluster', 'ingest'] as const;
const EVENTS: readonly RunEvent[] = [
  'load',
  'snapshot',
  'project',
  'detect',
  'render',
  'emit',
  'fail',
  'cancel',
  'retry',
];
const PATH: readonly RunEvent[] = ['snapshot', 'project', 'detect', 'render'];
const ACCOUNTS = ['acc-one', 'acc-two', 'acc-three', 'acc/four', "acc'five"];
const SINKS = ['hook', 'stream'];

type Scene = {
  readonly store: Store;
  readonly choose: Chooser;
  readonly epochs: Map<string, number>;
  clock: number;
  step: number;
};

/** A clock that the scenario moves: stores that conform write the same times. */
export function createClock(): { now: () => number; advance: (ms: number) => void } {
  let time = 1_760_000_000_000;
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
}

export async function playCaseScenario(
  store: Store,
  clock: ReturnType<typeof createClock>,
  seed: number,
): Promise<readonly string[]> {
  const scene: Scene = { store, choose: createChooser(seed), epochs: new Map(), clock: 0, step: 0 };
  const transcript: string[] = [];
  for (; scene.step < 30; scene.step++) {
    clock.advance(1_000 + scene.choose.below(60_000));
    const act = scene.choose.one(ACTS);
    transcript.push(`${act.name} ${JSON.stringify(await outcome(() => act(scene, clock.now())))}`);
  }
  for (const look of LOOKS) transcript.push(`${look.name} ${JSON.stringify(await look(scene, clock.now()))}`);
  return transcript;
}

/** Mostly the fence that holds, now and then an older one or one that never was. */
function fenceOf({ choose, epochs }: Scene, runId: string): Fence {
  const epoch = epochs.get(runId) ?? 0;
  return { runId, epoch: choose.chance(0.8) ? epoch : Math.max(0, epoch - 1 + choose.below(3)) };
}

function eventsOf({ choose, step }: Scene) {
  return Array.from({ length: choose.below(3) }, (_, i) => ({
    id: `event-${step}-${i}`,
    type: 'lockstep.test.v1',
    subject: choose.one(RUNS),
    data: { account: choose.one(ACCOUNTS), step },
  }));
}

const ACTS: readonly ((scene: Scene, now: number) => Promise<unknown>)[] = [
  async function createRun(scene) {
    const { store, choose } = scene;
    const id = choose.one(RUNS);
    const params = { seeds: [choose.one(ACCOUNTS)], note: `around ${choose.one(ACCOUNTS)}` };
    return await store.cases.createRun({ id, kind: choose.one(KINDS), params, priority: 'nightly' }, eventsOf(scene));
  },
  async function claimRun({ store, choose, epochs }) {
    const lease = { holder: choose.one(['worker-1', 'worker-2']), leaseMs: 30_000 };
    const run = await store.cases.claimRun(choose.one(RUNS), choose.chance(0.5) ? lease : undefined);
    if (run !== null) epochs.set(run.id, run.epoch);
    return run;
  },
  async function releaseRun(scene) {
    const release = { isFault: scene.choose.chance(0.5), pauseMs: scene.choose.below(60_000) };
    return await scene.store.cases.releaseRun(fenceOf(scene, scene.choose.one(RUNS)), release);
  },
  async function advanceRun(scene) {
    const { store, choose } = scene;
    const fence = fenceOf(scene, choose.one(RUNS));
    return await store.cases.advanceRun(fence, choose.one(EVENTS), {
      snapshotSeq: choose.below(9),
      events: eventsOf(scene),
    });
  },
  async function emitSweep(scene) {
    const { store, choose, epochs, step } = scene;
    const { run } = await store.cases.createRun({ id: `sweep-${step}`, kind: 'sweep', params: null });
    const claimed = await store.cases.claimRun(run.id);
    const fence = { runId: run.id, epoch: claimed?.epoch ?? 0 };
    epochs.set(run.id, fence.epoch);
    for (const event of PATH) await store.cases.advanceRun(fence, event);
    const clusters = Array.from({ length: 1 + choose.below(4) }, (_, i) => clusterOf(choose, i + 1));
    await store.cases.stageClusters(fence, clusters);
    if (choose.chance(0.3))
      await store.cases.stageClusters(
        fence,
        clusters.map((_, i) => clusterOf(choose, i + 1)),
      );
    const isSeen = (await store.cases.clustersOf(run.id)).length;
    return [isSeen, await store.cases.advanceRun(fence, 'emit', { result: { clusters: clusters.length } })];
  },
  async function noteProgress(scene) {
    const progress = { stage: 'similarity', done: scene.step, total: 30 };
    const lease = scene.choose.chance(0.5) ? { holder: 'worker-1', leaseMs: 30_000 } : undefined;
    return await scene.store.cases.noteProgress(fenceOf(scene, scene.choose.one(RUNS)), progress, lease);
  },
  async function pinSnapshot(scene, now) {
    const id = scene.choose.one(RUNS);
    return await scene.store.edges.pinSnapshot(pinOfRun(id), now + 90_000, fenceOf(scene, id));
  },
  async function pinned({ store }) {
    return (await store.edges.expire(0)).waitsFor;
  },
  async function askCancel({ store, choose }) {
    return await store.cases.askCancel(choose.one(RUNS), 'ann');
  },
  async function retryRun({ store, choose }) {
    return await store.cases.retryRun(choose.one(RUNS), 'ann');
  },
  async function decide(scene, now) {
    const { store, choose, step } = scene;
    const decision = {
      id: `decision-${choose.chance(0.2) ? 1 : step}`,
      clusterId: clusterIdOf(choose.below(5)),
      verdict: choose.one(['false_positive', 'confirmed_coordinated'] as const),
      action: 'monitor' as const,
      reason: `because of ${choose.one(ACCOUNTS)}`,
      policy: null,
      reviewer: 'bob',
      accounts: choose.chance(0.5) ? [choose.one(ACCOUNTS)] : null,
      reportId: null,
    };
    const version = choose.chance(0.3) ? { expectedVersion: choose.below(3) } : {};
    const dismissal = choose.chance(0.5) ? { dismissUntil: now + choose.below(400_000) } : {};
    return await store.cases.recordDecision(decision, { ...version, ...dismissal, events: eventsOf(scene) });
  },
  async function allow(scene) {
    const { store, choose } = scene;
    const kind = choose.one(['account', 'entity'] as const);
    const layer = kind === 'entity' ? 'device' : null;
    return await store.cases.allow(
      { kind, layer, id: choose.one(ACCOUNTS), reason: 'known', author: 'ann', until: null },
      eventsOf(scene),
    );
  },
  async function endAllowance({ store, choose }) {
    const all = await store.cases.allowances();
    return all.length > 0 && (await store.cases.endAllowance(choose.one(all).key, 'bob'));
  },
  async function deliver({ store, choose }, now) {
    const sink = choose.one(SINKS);
    const due = await store.cases.dueEvents(sink, 1 + choose.below(3));
    for (const { event } of due) {
      const notBefore = now + choose.below(200_000);
      const settled = choose.one([
        { outcome: 'delivered' },
        { outcome: 'retry', notBefore, error: 'late' },
        { outcome: 'dead', error: 'gone' },
      ] as const);
      await store.cases.settleEvent(sink, event.id, settled);
    }
    return due;
  },
  async function redeliver({ store, choose }) {
    const sink = choose.one(SINKS);
    const dead = (await store.cases.deliveries(sink)).filter(({ isDead }) => isDead);
    return dead.length > 0 && (await store.cases.redeliver(sink, choose.one(dead).eventId, 'ann'));
  },
  async function stopSink(scene) {
    const { store, choose } = scene;
    const sink = choose.one(SINKS);
    if (choose.chance(0.6)) return await store.cases.startSink(sink, 'ann');
    return await store.cases.stopSink(sink, { endpoint: null, why: 'answered 410', events: eventsOf(scene) });
  },
  async function schedule({ store, choose, step }) {
    const id = choose.one(['nightly', 'hourly']);
    if (choose.chance(0.3)) return await store.cases.removeSchedule(id, 'ann');
    const when = { pattern: `${step} 3 * * *`, timezone: 'Europe/Berlin', isPaused: false };
    return await store.cases.putSchedule({ id, ...when, kind: 'sweep', params: { days: 30 } }, 'ann');
  },
  async function lease({ store, choose }) {
    const [name, holder] = [choose.one(['leader', 'publish/hook']), choose.one(['w1', 'w2'])];
    if (choose.chance(0.3)) return await store.cases.dropLease(name, holder);
    return await store.cases.takeLease(name, holder, choose.below(90_000));
  },
  async function alias({ store, choose, step }) {
    const old = `old ${choose.below(4)}`;
    return await store.cases.addAliases([{ layer: choose.one(['device', 'ip']), old, current: `new ${step}` }]);
  },
  async function forget({ store, choose }) {
    return choose.chance(0.3) ? await store.cases.forgetAccount(choose.one(ACCOUNTS), 'dpo') : null;
  },
  async function appendFenced(scene) {
    const { store, choose, step } = scene;
    const row = { account: choose.one(ACCOUNTS), layer: 'link', entity: 'e', at: 5, event: '', source: '', weight: 1 };
    const fence = fenceOf(scene, choose.one(RUNS));
    return await store.edges.appendBatch({ batchKey: `b${step}`, source: 's', columns: toColumns([row]), fence });
  },
];

/** Everything that can be read. The keyed hashes of erased accounts differ from store to store, and with them the chain. */
const LOOKS: readonly ((scene: Scene, now: number) => Promise<unknown>)[] = [
  ({ store }) => store.cases.listRuns({ limit: 10 }),
  ({ store }) => store.cases.listRuns({ kind: 'sweep', state: 'emitted', before: 4 }),
  ({ store }) => store.cases.openRuns(),
  ({ store, choose }) => store.cases.getRun(choose.one(RUNS)),
  ({ store }) => Promise.all(['run', 'run/', 'r', 'rün', ''].map((text) => store.cases.runIdsFrom(text, 3))),
  ({ store }) => Promise.all(['cluster', 'cluster-1', 'c', 'x'].map((text) => store.cases.clusterIdsFrom(text, 3))),
  async ({ store }) => {
    const runs = await store.cases.listRuns({ kind: 'sweep', limit: 100 });
    return await Promise.all(
      runs.map((run) => store.cases.clustersOf(run.id, { minScore: 0.3, afterRank: 1, limit: 2 })),
    );
  },
  ({ store }) => Promise.all([0, 1, 2, 3, 4].map((i) => store.cases.getCluster(clusterIdOf(i)))),
  ({ store }) => Promise.all([0, 1, 2].map((i) => store.cases.lineageOf(`lineage ${i}`))),
  ({ store }) => Promise.all([0, 1, 2].map((i) => store.cases.decisionsOn(`lineage ${i}`))),
  ({ store }, now) => store.cases.dismissals(now),
  ({ store }, now) => store.cases.priorOf(now, now - 300_000),
  ({ store }) => store.cases.allowances(),
  ({ store }) => Promise.all(ACCOUNTS.map((id) => store.cases.countNaming(id))),
  ({ store }) => store.cases.eventsAfter(2, 5),
  ({ store }) => Promise.all(SINKS.map((sink) => store.cases.deliveries(sink))),
  ({ store }) => store.cases.stoppedSinks(),
  ({ store }) => store.cases.schedules(),
  ({ store }) => Promise.all([store.cases.aliases(), store.cases.aliases('ip')]),
  async ({ store }) => {
    const rows = await store.cases.auditAfter(0, 1_000);
    return rows.map(({ number, at, actor, action, subject, detail }) => [
      number,
      at,
      actor,
      action,
      action === 'account.forgotten' ? '' : subject,
      detail,
    ]);
  },
];

function clusterIdOf(i: number): string {
  return `cluster-${i}`;
}

function clusterOf(choose: Chooser, rank: number): ReportCluster {
  const members = ACCOUNTS.filter(() => choose.chance(0.6));
  const score = choose.below(10) / 10;
  return makeCluster({
    clusterId: clusterIdOf(choose.below(5)),
    lineageId: `lineage ${choose.below(3)}`,
    rank,
    score,
    members,
  });
}
