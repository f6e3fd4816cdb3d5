/**
 * Pairs of accounts that act on at least two entities within 60 s of each other: Lockstep beside DuckDB's equi-join over
 * buckets of 60 s (the fastest form of it that we know), one thread each.
 *
 *   node bench/window.ts [EVENTS] [CAPS] [TURNS]      1000000 1000,none 3
 *
 * `window` is the comparison alone: from a built layer, from a table of distinct events; `from rows` is all of it. Lockstep
 * also tells gaps and days, which the join does not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTogether } from '../src/detect/acted-together.ts';
import { canonicalEdges } from '../src/detect/canonical-edges.ts';
import { buildLayer } from '../src/detect/layer.ts';
import { DEFAULT_SETTINGS, type Layer } from '../src/model/layer.ts';
import { inTurn } from '../src/model/ports.ts';
import { scaleWorld } from './pairs/scale-world.ts';
import { type Answer, compareSides, type Figures, measure, sumOf } from './pairs/side-by-side.ts';
import { openDuckdb, readWorld, writeWorld } from './pairs/world-files.ts';

const SPAN_MS = 60_000;
const MIN_SHARED = 2;
const STEPS = ['window', 'from rows'] as const;
const [first, second, third, step] = process.argv.slice(2);

if (first === 'lockstep') console.log(JSON.stringify(await runLockstep(second ?? '', capOf(third), step)));
else if (first === 'duckdb') console.log(JSON.stringify(await runDuckdb(second ?? '', capOf(third), step)));
else await compare(Number(first ?? 1_000_000), (second ?? '1000,none').split(','), Number(third ?? 3));

async function compare(events: number, caps: readonly string[], turns: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    await writeWorld(scaleWorld(events, 'shares'), folder);
    console.log(
      `${events} events, ${MIN_SHARED} shared at least; medians of ${turns}: CPU (wall), peak of the process`,
    );
    for (const cap of caps) {
      for (const name of STEPS)
        compareSides(fileURLToPath(import.meta.url), `cap ${cap}, ${name}`, [folder, cap, name], turns);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function capOf(text: string | undefined): number {
  return text === 'none' ? 2 ** 31 : Number(text);
}

async function runLockstep(folder: string, cap: number, from: string | undefined): Promise<Figures> {
  const rows = readWorld(folder);
  const build = () => buildLayer(canonicalEdges(rows), 0, DEFAULT_SETTINGS.action, '');
  const options = { narrowMs: SPAN_MS, wideMs: SPAN_MS, minShared: MIN_SHARED, cap, burstCap: rows.length };
  const pairUp = async (layer: Layer) => {
    const pairs = await findTogether(layer, options, inTurn);
    return (): Answer => ({ pairs: pairs.length, count: sumOf(pairs.wide), weight: sumOf(pairs.wide) });
  };
  if (from === 'from rows') return measure(() => pairUp(build()));
  const layer = build();
  return measure(() => pairUp(layer));
}

async function runDuckdb(folder: string, cap: number, from: string | undefined): Promise<Figures> {
  const connection = await openDuckdb(folder);
  const distinct = 'SELECT DISTINCT account, entity, ms FROM raw';
  if (from === 'window') await connection.run(`CREATE TABLE event AS ${distinct}`);
  const pairUp = async () => {
    await connection.run(`
      CREATE TABLE pair AS
      WITH item AS (${from === 'window' ? 'FROM event' : distinct}),
           held AS (SELECT entity FROM item GROUP BY entity HAVING count(DISTINCT account) BETWEEN 2 AND ${cap}),
           own AS (SELECT account, entity, ms, ms // ${SPAN_MS} AS bucket FROM item JOIN held USING (entity)),
           late AS (SELECT account, entity, ms, bucket FROM own
                    UNION ALL SELECT account, entity, ms, bucket - 1 FROM own),
           met AS (SELECT DISTINCT least(x.account, y.account) AS a, greatest(x.account, y.account) AS b, x.entity
                   FROM own x JOIN late y ON x.entity = y.entity AND x.bucket = y.bucket
                   WHERE x.account <> y.account AND y.ms - x.ms BETWEEN 0 AND ${SPAN_MS})
      SELECT a, b, count(*)::INTEGER AS count FROM met GROUP BY 1, 2 HAVING count(*) >= ${MIN_SHARED}`);
    return async (): Promise<Answer> => {
      const reader = await connection.runAndReadAll('SELECT count(*), sum(count) FROM pair');
      const [pairs = -1, count = -1] = (reader.getRows()[0] ?? []).map(Number);
      return { pairs, count, weight: count };
    };
  };
  return measure(pairUp);
}
