/** What is evaluated: sets that lie in a folder, and generated worlds, written out when their turn comes. */
import { createWriteStream, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { generateWorld } from '../../src/source/generated/generate-world.ts';
import { writeCsvLabels, writeCsvRows } from '../../src/source/generated/write-csv.ts';

export type Subject = {
  readonly name: string;
  readonly family: 'data' | 'world';
  readonly seed: number | null;
  /** No labels, and nobody coordinated that is known of: whoever is flagged is flagged in error. */
  readonly isQuiet: boolean;
  /** Writes what has to be written into the folder, which is empty. */
  prepare(folder: string): Promise<{ readonly edges: string; readonly labels: string | null }>;
};

export function findSets(data: string, wanted: readonly string[] | null): readonly Subject[] {
  const names = readdirSync(data).filter((name) => existsSync(join(data, name, 'edges.csv.gz')));
  const missing = (wanted ?? []).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`${data} holds no set ${missing.join(', ')}; it holds ${names.join(', ')}.`);
  return names
    .filter((name) => wanted === null || wanted.includes(name))
    .sort()
    .map((name) => {
      const folder = join(data, name);
      const labels = existsSync(join(folder, 'labels.csv.gz')) ? join(folder, 'labels.csv.gz') : null;
      // Reference pairs come with data that is coordinated to an extent that nobody knows.
      const hasPairs = readdirSync(folder).some((file) => file.startsWith('pairs-'));
      return {
        name,
        family: 'data',
        seed: null,
        isQuiet: labels === null && !hasPairs,
        prepare: async () => ({ edges: join(folder, 'edges.csv.gz'), labels }),
      };
    });
}

export function makeWorlds(names: readonly string[], seeds: readonly number[]): readonly Subject[] {
  return names.flatMap((name) =>
    seeds.map((seed) => ({
      name,
      family: 'world' as const,
      seed,
      isQuiet: false,
      prepare: async (folder: string) => {
        mkdirSync(folder, { recursive: true });
        const world = generateWorld(name, { seed });
        const [edges, labels] = [join(folder, 'edges.csv.gz'), join(folder, 'labels.csv.gz')];
        await writeGzip(writeCsvRows(world), edges);
        await writeGzip(writeCsvLabels(world), labels);
        return { edges, labels };
      },
    })),
  );
}

async function writeGzip(chunks: Iterable<Uint8Array>, path: string): Promise<void> {
  await pipeline(Readable.from(chunks), createGzip({ level: 1 }), createWriteStream(path));
}
