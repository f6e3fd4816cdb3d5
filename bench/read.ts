/**
 * Reading a file of edges into columns: Lockstep beside DuckDB, which loads the same file into a table in memory.
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

if (mode === 'lockstep' || mode === 'duckdb') {
  const file = first ?? '';
  process.stdout.write(
    JSON.stringify(await measure(mode === 'lockstep' ? () => readWithLockstep(file) : () => readWithDuckdb(file))),
  );
} else {
  await compare(Number(mode ?? 1_000_000), (first ?? 'csv.gz,ndjson,parquet').split(','));
}

async function compare(rows: number, kinds: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    const made = join(folder, 'edges.csv.gz');
    await makeFile(made, rows);
    console.log(`${rows} rows; medians of ${TURNS}; CPU s (wall s), peak MB; ratio of CPU, of memory`);
    for (const kind of kinds) {
      const file = await convert(made, kind);
      const turns = Array.from({ length: TURNS }, () => ({
        ours: runChild('lockstep', file),
        theirs: runChild('duckdb', file),
      }));
      for (const { ours, theirs } of turns) agree(ours, theirs);
      const ours = medians(turns.map((turn) => turn.ours));
      const theirs = medians(turns.map((turn) => turn.theirs));
      const size = (statSync(file).size / 1e6).toFixed(1);
      console.log(
        `${kind.padEnd(8)} ${size} MB  lockstep ${show(ours)}  duckdb ${show(theirs)}  ` +
          `${(theirs.cpu / ours.cpu).toFixed(2)}x  ${(theirs.peak / ours.peak).toFixed(2)}x`,
      );
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

async function readWithDuckdb(file: string): Promise<() => Promise<Answer>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns = "{account: 'VARCHAR', layer: 'VARCHAR', entity: 'VARCHAR', \"at\": 'BIGINT'}";
  const source = file.endsWith('.parquet')
    ? `read_parquet('${file}')`
    : file.endsWith('.ndjson')
      ? `read_json('${file}', format = 'newline_delimited', columns = ${columns})`
      : `read_csv('${file}', header = true, columns = ${columns})`;
  await connection.run(`CREATE TABLE edges AS SELECT * FROM ${source}`);
  return async () => {
    const reader = await connection.runAndReadAll(`SELECT count(*), count(DISTINCT account), count(DISTINCT entity),
      sum("at" - ${START}) FROM edges`);
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
