/**
 * Reading a file of edges into columns: Lockstep beside DuckDB, which loads the same file into a table in memory (`strings`),
 * or does what Lockstep does, and numbers accounts and entities on top (`numbered`: two tables of ids, and columns of numbers).
 *
 *   node bench/read.ts [ROWS] [KINDS]      1000000 csv.gz,ndjson,parquet
 *
 * Makes its own file in the system's folder for temporary files: shares 70 % (Zipf-Mandelbrot over a ninth as many entities),
 * addresses 20 %, devices 10 %, a twentieth as many accounts. Each reading is a process of its own; the readings of both take
 * turns, and the medians of CPU time (user and system), wall time and peak memory are printed, after the answers agree.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, createGzip } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { readEdges } from '../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS } from '../src/source/read-options.ts';

type Answer = { readonly rows: number; readonly accounts: number; readonly entities: number; readonly sum: number };
type Figures = Answer & { readonly cpu: number; readonly wall: number; readonly peak: number };

const TURNS = 3;
const START = 1_700_000_000;
const [mode, first] = process.argv.slice(2);

const READERS: { readonly [name: string]: (file: string) => Promise<() => Promise<Answer>> } = {
  lockstep: readWithLockstep,
  strings: (file) => readWithDuckdb(file, false),
  numbered: (file) => readWithDuckdb(file, true),
};

const reader = READERS[mode ?? ''];
if (reader !== undefined) process.stdout.write(JSON.stringify(await measure(() => reader(first ?? ''))));
else await compare(Number(mode ?? 1_000_000), (first ?? 'csv.gz,ndjson,parquet').split(','));

async function compare(rows: number, kinds: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    const made = join(folder, 'edges.csv.gz');
    await makeFile(made, rows);
    console.log(
      `${rows} rows; medians of ${TURNS}; CPU s (wall s), peak MB; DuckDB's CPU and memory as multiples of ours`,
    );
    for (const kind of kinds) {
      const file = await convert(made, kind);
      const turns = Array.from({ length: TURNS }, () => Object.keys(READERS).map((name) => runChild(name, file)));
      const [ours, strings, numbered] = Object.keys(READERS).map((_, place) => {
        const figures = turns.map((turn) => turn[place] as Figures);
        for (const [i, figure] of figures.entries()) agree(turns[i]?.[0] as Figures, figure);
        return medians(figures);
      });
      if (ours === undefined || strings === undefined || numbered === undefined) continue;
      console.log(`${kind} of ${(statSync(file).size / 1e6).toFixed(1)} MB`);
      console.log(`  lockstep         ${show(ours)}`);
      console.log(`  duckdb strings   ${show(strings)}  ${ratio(strings, ours)}`);
      console.log(`  duckdb numbered  ${show(numbered)}  ${ratio(numbered, ours)}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runChild(mode: string, file: string): Figures {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), mode, file]);
  if (status !== 0) throw new Error(`${mode} on ${file}: ${stderr.toString()}`);
  return JSON.parse(stdout.toString());
}

/** CPU time of the whole process from the first byte read on; the answers are worked out after the clock has stopped. */
async function measure(read: () => Promise<() => Promise<Answer>>): Promise<Figures> {
  const start = performance.now();
  const before = process.cpuUsage();
  const answer = await read();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - start) / 1000;
  const peak = peakMegabytes();
  return { ...(await answer()), cpu: (user + system) / 1e6, wall, peak };
}

/** Linux counts the parent's memory into the peak of `getrusage`; its own count starts afresh with the program. */
function peakMegabytes(): number {
  const own = existsSync('/proc/self/status')
    ? /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))
    : null;
  return Number(own?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}

async function readWithLockstep(file: string): Promise<() => Promise<Answer>> {
  const { columns } = await readEdges([file], DEFAULT_READ_OPTIONS, {
    onReject: (reject) => {
      throw new Error(`line ${reject.line}: ${reject.field} ${reject.reason}`);
    },
  });
  return async () => ({
    rows: columns.length,
    accounts: columns.accounts.size,
    entities: columns.entities.size,
    sum: columns.at.reduce((sum, at) => sum + (at / 1000 - START), 0),
  });
}

async function readWithDuckdb(file: string, isNumbered: boolean): Promise<() => Promise<Answer>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns = "{account: 'VARCHAR', layer: 'VARCHAR', entity: 'VARCHAR', \"at\": 'BIGINT'}";
  const source = file.endsWith('.parquet')
    ? `read_parquet('${file}')`
    : file.endsWith('.ndjson')
      ? `read_json('${file}', format = 'newline_delimited', columns = ${columns})`
      : `read_csv('${file}', header = true, columns = ${columns})`;
  await connection.run(`CREATE TABLE edges AS SELECT * FROM ${source}`);
  if (isNumbered) {
    for (const id of ['account', 'entity']) {
      await connection.run(`CREATE TABLE ids_of_${id} AS
        SELECT ${id}, (row_number() OVER ())::UINTEGER AS number FROM (SELECT DISTINCT ${id} FROM edges)`);
    }
    await connection.run(`CREATE TABLE numbered AS SELECT a.number AS account, layer, e.number AS entity, "at"
      FROM edges JOIN ids_of_account a USING (account) JOIN ids_of_entity e USING (entity)`);
  }
  const table = isNumbered ? 'numbered' : 'edges';
  return async () => {
    const reader = await connection.runAndReadAll(`SELECT count(*), count(DISTINCT account), count(DISTINCT entity),
      sum("at" - ${START}) FROM ${table}`);
    const [rows, accounts, entities, sum] = (reader.getRows()[0] ?? []).map(Number);
    return { rows: rows ?? -1, accounts: accounts ?? -1, entities: entities ?? -1, sum: sum ?? -1 };
  };
}

function agree(ours: Answer, theirs: Answer): void {
  for (const key of ['rows', 'accounts', 'entities', 'sum'] as const) {
    if (ours[key] !== theirs[key]) throw new Error(`${key}: Lockstep says ${ours[key]}, DuckDB ${theirs[key]}`);
  }
}

function medians(all: readonly Figures[]): Pick<Figures, 'cpu' | 'wall' | 'peak'> {
  const median = (key: 'cpu' | 'wall' | 'peak') =>
    all.map((one) => one[key]).sort((a, b) => a - b)[all.length >> 1] ?? 0;
  return { cpu: median('cpu'), wall: median('wall'), peak: median('peak') };
}

function show({ cpu, wall, peak }: Pick<Figures, 'cpu' | 'wall' | 'peak'>): string {
  return `${cpu.toFixed(2)} (${wall.toFixed(2)}) ${peak.toFixed(0)}`;
}

function ratio(theirs: Pick<Figures, 'cpu' | 'peak'>, ours: Pick<Figures, 'cpu' | 'peak'>): string {
  return `${(theirs.cpu / ours.cpu).toFixed(2)}x CPU, ${(theirs.peak / ours.peak).toFixed(2)}x memory`;
}

async function makeFile(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(makeRows(rows)), createGzip({ level: 4 }), createWriteStream(path));
}

function* makeRows(rows: number): Generator<string> {
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (n: number) => Math.floor(n * random());
  // Inverse of a power law: rank r of n with weight about (r + 20)^-1.05.
  const zipf = (n: number) => Math.floor(20 * ((n / 20 + 1) ** random() - 1));
  const hex = (number: number, digits: number) =>
    Math.imul(number + 1, 0x9e3779b1)
      .toString(16)
      .slice(-digits);
  let text = 'account,layer,entity,at\n';
  for (let i = 0; i < rows; i++) {
    const account = `u${Math.floor(rows * 0.05 * random() ** 2)}`;
    const at = START + Math.floor((i / rows) * 2_592_000 + random() * 3600);
    const kind = random();
    if (kind < 0.7) text += `${account},link,post-${zipf(rows / 9)},${at}\n`;
    else if (kind < 0.9)
      text += `${account},ip,10.${hex(i, 2).length}.${(i * 7) & 255}.${Math.floor(random() * 256)},${at}\n`;
    else text += `${account},device,d-${pick(rows * 0.05)},${at}\n`;
    if (text.length > 1 << 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

async function convert(made: string, kind: string): Promise<string> {
  if (kind === 'csv.gz') return made;
  const file = made.replace('csv.gz', kind);
  if (kind === 'csv') {
    await pipeline(createReadStream(made), createGunzip(), createWriteStream(file));
    return file;
  }
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT account, layer, entity, "at" FROM read_csv('${made}', header = true)) TO '${file}'
    (FORMAT ${kind === 'parquet' ? 'parquet' : 'json'})`);
  return file;
}
