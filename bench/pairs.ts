/**
 * Pairs of accounts that share at least two entities: Lockstep beside a self-join of DuckDB, one thread each.
 *
 *   node bench/pairs.ts [ROWS] [CAPS] [TURNS]      1000000 100,1000 3
 *
 * `pairs` is the comparison alone: from a built layer on our side, from a table of distinct (account, entity) on theirs.
 * `from rows` begins with rows in any order and with repeats, in numbers on both sides; ours are put into canonical order.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalEdges } from '../src/detect/canonical-edges.ts';
import { buildLayer } from '../src/detect/layer.ts';
import { entityRarity } from '../src/detect/rarity.ts';
import { compareStatic } from '../src/detect/similarity-static.ts';
import { DEFAULT_SETTINGS, type Layer } from '../src/model/layer.ts';
import { inTurn } from '../src/model/ports.ts';
import { scaleWorld } from './pairs/scale-world.ts';
import { type Answer, compareSides, type Figures, measure, sumOf } from './pairs/side-by-side.ts';
import { openDuckdb, readWorld, writeWorld } from './pairs/world-files.ts';

const MIN_SHARED = 2;
const STEPS = ['pairs', 'from rows'] as const;
const [first, second, third, step] = process.argv.slice(2);

if (first === 'lockstep') console.log(JSON.stringify(await runLockstep(second ?? '', Number(third), step)));
else if (first === 'duckdb') console.log(JSON.stringify(await runDuckdb(second ?? '', Number(third), step)));
else await compare(Number(first ?? 1_000_000), (second ?? '100,1000').split(','), Number(third ?? 3));

async function compare(rows: number, caps: readonly string[], turns: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    await writeWorld(scaleWorld(rows, 'all'), folder);
    console.log(`${rows} rows, ${MIN_SHARED} shared at least; medians of ${turns}: CPU (wall), peak of the process`);
    for (const cap of caps) {
      for (const name of STEPS)
        compareSides(fileURLToPath(import.meta.url), `cap ${cap}, ${name}`, [folder, cap, name], turns);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runLockstep(folder: string, cap: number, from: string | undefined): Promise<Figures> {
  const rows = readWorld(folder);
  const build = () => buildLayer(canonicalEdges(rows), 0, DEFAULT_SETTINGS.taste, '');
  const pairUp = async (layer: Layer) => {
    const entityWeight = entityRarity(layer);
    const pairs = await compareStatic(layer, { entityWeight, minShared: MIN_SHARED, cap }, inTurn);
    return (): Answer => ({ pairs: pairs.length, count: sumOf(pairs.count), weight: sumOf(pairs.weight) });
  };
  if (from === 'from rows') return measure(() => pairUp(build()));
  const layer = build();
  return measure(() => pairUp(layer));
}

async function runDuckdb(folder: string, cap: number, from: string | undefined): Promise<Figures> {
  const connection = await openDuckdb(folder);
  const distinct = 'SELECT DISTINCT account, entity FROM raw';
  if (from === 'pairs') await connection.run(`CREATE TABLE cell AS ${distinct}`);
  const pairUp = async () => {
    await connection.run(`
      CREATE TABLE pair AS
      WITH item AS (${from === 'pairs' ? 'FROM cell' : distinct}),
           size AS (SELECT count(DISTINCT account) AS accounts FROM item),
           held AS (SELECT entity, ln((SELECT accounts FROM size) / count(*)) AS weight FROM item
                    GROUP BY entity HAVING count(*) BETWEEN 2 AND ${cap}),
           own AS (SELECT account, entity, weight FROM item JOIN held USING (entity))
      SELECT x.account AS a, y.account AS b, count(*)::INTEGER AS count, sum(x.weight) AS weight
      FROM own x JOIN own y ON x.entity = y.entity AND x.account < y.account
      GROUP BY 1, 2 HAVING count(*) >= ${MIN_SHARED}`);
    return async (): Promise<Answer> => {
      const reader = await connection.runAndReadAll('SELECT count(*), sum(count), sum(weight) FROM pair');
      const [pairs = -1, count = -1, weight = -1] = (reader.getRows()[0] ?? []).map(Number);
      return { pairs, count, weight };
    };
  };
  return measure(pairUp);
}
