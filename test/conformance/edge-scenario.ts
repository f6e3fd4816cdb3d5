import type { EdgeColumns } from '../../src/model/edge.ts';
import { LockstepError } from '../../src/model/errors.ts';
import type { Fence } from '../../src/model/fence.ts';
import type { Neighbourhood } from '../../src/model/neighbourhood.ts';
import { tableOf } from '../../src/model/string-table.ts';
import type { LayerQuestion, Universe } from '../../src/model/universe.ts';
import type { EdgeRow } from '../../src/store/column-builder.ts';
import { compareWords } from '../../src/store/compare-words.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import type { EdgeStore } from '../../src/store/edge-store.ts';
import { gatherColumns } from '../../src/store/gather-columns.ts';
import type { Store } from '../../src/store/store.ts';
import { type Chooser, createChooser } from './random.ts';

const DAY_MS = 86_400_000;
const START = 1_760_000_000_000;

/** Known and unknown layers, an interaction, names that trip: quotes, slashes, beyond the BMP, next to surrogates, digits. */
const LAYERS = ['link', 'device', 'follow', 'vpn exit', 'Ünïcode'];
const ACCOUNTS = [
  'a',
  'a/b',
  'A',
  "o'hara",
  '12',
  '𝒜',
  '\u{fffd}x',
  'é',
  '"quoted"',
  '$param',
  'tab\there',
  '',
  'z'.repeat(200),
];
const ENTITIES = [
  'e',
  '1',
  '01',
  'https://x.example/?q=1&r=%2F',
  '🎯',
  'a',
  'A',
  '\uffee',
  'null',
  'e;DROP',
  '`x`',
  '{}',
];
const EVENTS = ['', '', '', 'ev1', 'ev2', 'ev.3'];
const SOURCES = ['', '', 'csv', 'db'];

function makeRow(choose: Chooser): EdgeRow {
  return {
    account: choose.one(ACCOUNTS),
    layer: choose.one(LAYERS),
    entity: choose.one(choose.chance(0.5) ? ENTITIES : ACCOUNTS),
    at: choose.chance(0.2) ? Number.NaN : START + choose.below(6) * DAY_MS + choose.below(3),
    event: choose.one(EVENTS),
    source: choose.one(SOURCES),
    weight: choose.chance(0.7) ? 1 : choose.below(5) / 2,
  };
}

async function claimRuns({ cases }: Store, ids: readonly string[]): Promise<readonly Fence[]> {
  const fences: Fence[] = [];
  for (const id of ids) {
    await cases.createRun({ id, kind: 'ingest', params: {} });
    fences.push({ runId: id, epoch: (await cases.claimRun(id))?.epoch ?? 0 });
  }
  return fences;
}

/** What a driver said and did, step by step, as text: two drivers that conform give the same. */
export async function playEdgeScenario(store: Store, seed: number): Promise<readonly string[]> {
  const choose = createChooser(seed);
  const { edges } = store;
  const transcript: string[] = [];
  const rows: EdgeRow[] = [];
  const note = (what: string, value: unknown): void => {
    transcript.push(`${what} ${JSON.stringify(value)}`);
  };
  const fences = await claimRuns(store, ['r1', 'r2']);
  for (let step = 0; step < 10; step++) {
    const kind = choose.below(10);
    if (kind < 6) {
      const fresh = Array.from({ length: choose.below(25) }, () => makeRow(choose));
      const again = rows.length > 0 ? Array.from({ length: choose.below(6) }, () => choose.one(rows)) : [];
      rows.push(...fresh);
      const batchKey = `batch ${choose.chance(0.15) ? choose.below(step + 1) : step}`;
      const cursor = choose.chance(0.5) ? { cursor: `at ${step}` } : {};
      const columns = toColumns([...fresh, ...again]);
      const more = { ...cursor, ...choose.one([{}, ...fences.map((fence) => ({ fence }))]) };
      note('append', await edges.appendBatch({ batchKey, source: choose.one(['s1', 's/2']), columns, ...more }));
    } else if (kind === 6) note('expire', await edges.expire(START + choose.below(5) * DAY_MS));
    else if (kind === 7) note('forget', await edges.forgetAccount(choose.one(ACCOUNTS)));
    else if (kind === 8)
      note('pin', await edges.pinSnapshot(choose.one(['p', 'q']), choose.chance(0.5) ? 1 : Date.now() + DAY_MS));
    else note('unpin', await edges.unpinSnapshot(choose.one(['p', 'q'])));
  }
  await noteState(edges, choose, note);
  return transcript;
}

async function noteState(
  edges: EdgeStore,
  choose: Chooser,
  note: (what: string, value: unknown) => void,
): Promise<void> {
  const latest = await edges.latestSeq();
  const window = { from: START + choose.below(4) * DAY_MS, to: START + 4 * DAY_MS };
  const earlier = { seq: choose.below(latest + 1) };
  note('latest', latest);
  note('watermarks', (await edges.watermarks()).map(({ source, cursor, seq }) => [source, cursor, seq]).sort());
  for (const choice of [{}, earlier, { window }, { ...earlier, window: { from: null, to: window.from } }]) {
    note('counts', await edges.counts(choice));
    note('digest', await edges.digest(choice));
  }
  const columns = await gatherColumns(edges.snapshot(earlier));
  note('snapshot', [columns.length, digestEdges(columns)]);
  const layer = choose.one(LAYERS);
  note('populations', await edges.populations(layer, [...ENTITIES, ...ACCOUNTS, 'nobody'], { window }));
  const bounds = {
    accounts: 2 + choose.below(8),
    edges: 5 + choose.below(60),
    population: 1 + choose.below(6),
    ties: 3 + choose.below(30),
  };
  const seeds = [choose.one(ACCOUNTS), choose.one(ACCOUNTS), 'nobody'];
  note('around', picture(await edges.neighbourhood({ seeds, hops: 1 + choose.below(3), bounds })));
  note('far around', picture(await edges.neighbourhood({ seeds, hops: 2, window })));
  const part = await edges.openSnapshot({ ...earlier, window });
  note('the whole', figures(await part.universe({ layers: questions(choose), mostHolders: 4, sampled: 5 })));
}

/** Above its bound a store may count a population roughly. */
function picture(found: Neighbourhood): unknown {
  const entities = found.cut.entities.map(({ layer, entity, population, bound }) => [
    ...[layer, entity, bound],
    bound === 'population' ? null : population,
  ]);
  return {
    ...found,
    columns: [found.columns.length, digestEdges(found.columns), orderOf(found.columns)],
    cut: { ...found.cut, entities: entities.map((entity) => JSON.stringify(entity)).sort() },
  };
}

/** Questions about every layer and one that nobody has; names of which some are nowhere, each once. */
function questions(choose: Chooser): readonly LayerQuestion[] {
  const names = [...new Set([...ENTITIES, ...ACCOUNTS, 'nothing'])].sort(compareWords);
  return [...LAYERS, 'nothing'].map((layer) => ({
    layer,
    entities: tableOf(names),
    timed: Uint32Array.from(names.keys()).filter(() => choose.chance(0.7)),
    areAccounts: layer === 'follow',
  }));
}

/** Above the bound a store may count roughly. */
function figures({ accounts, layers }: Pick<Universe, 'accounts' | 'layers'>): unknown {
  return [
    accounts,
    ...layers.map((layer) => ({
      ...layer,
      entities: layer.entities.size,
      populations: [...layer.populations].map((population) => Math.min(5, population)),
      acting: [...(layer.acting ?? [])],
      times: plain(layer.times),
      sample: layer.sample === null ? null : plain(layer.sample),
    })),
  ];
}

function plain(columns: object): unknown {
  return Object.entries(columns).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) ? [...(value as Uint32Array)] : value,
  ]);
}

/** Rows stand in one order in every store. */
function orderOf(columns: EdgeColumns): number {
  return columns.at.reduce((sum, at, row) => (sum * 31 + (Number.isNaN(at) ? 7 : at % 1_000) + row) % 1_000_003, 0);
}

/** What an operation came to, also when it failed. */
export async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LockstepError) return { code: error.code, message: error.message };
    throw error;
  }
}
