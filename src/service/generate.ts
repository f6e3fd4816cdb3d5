import type { ProgressSink } from '../model/progress.ts';
import { generateWorld } from '../source/generated/generate-world.ts';
import { writeCsvLabels, writeCsvRows } from '../source/generated/write-csv.ts';
import { MANIFEST_NAME, MANIFEST_SCHEMA } from './manifest.ts';
import { openOutputFolder } from './output-folder.ts';
import type { TaskContext } from './task-protocol.ts';
import { VERSION } from './version.ts';
import type { WrittenFile } from './write-file.ts';

export type GenerateRequest = {
  readonly preset: string;
  readonly seed: number;
  /** `null` = as many as is usual for the preset. */
  readonly edges: number | null;
  /** `null` = make the world and count it, write nothing. */
  readonly out: string | null;
};

export type GenerateOutcome = {
  readonly preset: string;
  readonly seed: number;
  readonly edges: number;
  readonly accounts: number;
  readonly layers: readonly string[];
  readonly rings: readonly string[];
  readonly out: string | null;
  readonly files: readonly WrittenFile[];
};

/** Worlds are written to be read once: packing them harder costs more than it saves. */
const PACKING_LEVEL = 1;
const LINE_FEED = 0x0a;

/** Makes a world and writes its edges and labels. Equal preset, seed and edges give equal bytes. */
export async function generate(request: GenerateRequest, { progress }: TaskContext): Promise<GenerateOutcome> {
  const { preset, seed, out } = request;
  const world = generateWorld(preset, { seed, ...(request.edges === null ? {} : { edges: request.edges }) });
  const rows = { count: -1 }; // the header is a line too
  const chunks = countRows(writeCsvRows(world), rows, progress);
  const answer = {
    preset,
    seed,
    accounts: world.accounts,
    layers: world.layers.map(({ name }) => name),
    rings: world.rings,
  };
  if (out === null) {
    for (const _ of chunks);
    return { ...answer, edges: rows.count, out: null, files: [] };
  }
  await using folder = await openOutputFolder(out);
  await folder.write('edges.csv.gz', chunks, PACKING_LEVEL);
  await folder.write('labels.csv.gz', writeCsvLabels(world), PACKING_LEVEL);
  const files = [...folder.written];
  const manifest = { schema: MANIFEST_SCHEMA, version: VERSION, preset, seed, edges: rows.count, files };
  await folder.write(MANIFEST_NAME, [`${JSON.stringify(manifest, null, 2)}\n`]);
  return { ...answer, edges: rows.count, out: await folder.commit(), files };
}

function* countRows(
  chunks: Iterable<Uint8Array>,
  rows: { count: number },
  progress: ProgressSink,
): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) rows.count++;
    progress({ stage: 'write', done: rows.count, total: 0, unit: 'edges' });
    yield chunk;
  }
}
