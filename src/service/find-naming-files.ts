import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { filesOfManifest, MANIFEST_NAME } from './manifest.ts';
import { isOurKind, namesAccount } from './names-account.ts';
import { isAlive, parseSibling } from './output-folder.ts';

/** A run's folder, or a file that stands alone, that names an account. */
export type NamingPlace = { readonly path: string; readonly files: number; readonly bytes: number };

export type NamingFiles = {
  /** What Lockstep has written and can be written again: to be removed whole. */
  readonly ours: readonly NamingPlace[];
  /** Files of others in the data folder that hold the id: somebody has to look at them. */
  readonly foreign: readonly string[];
  /** Folders that a process is writing just now. */
  readonly atWork: readonly string[];
};

/** Where erasures are noted; it names nobody. */
export const ERASURES_NAME = 'erasures.ndjson';

/** Looks through the data folder, and through run folders elsewhere, for files that name an account. `keep` is left alone. */
export async function findNamingFiles(
  dataDir: string,
  id: string,
  { elsewhere, keep }: { readonly elsewhere: readonly string[]; readonly keep: readonly string[] },
): Promise<NamingFiles> {
  const found = { ours: [] as NamingPlace[], foreign: [] as string[], atWork: [] as string[] };
  const kept = new Set([...keep.map((path) => resolve(path)), resolve(dataDir, ERASURES_NAME)]);
  for (const folder of [dataDir, ...elsewhere]) {
    if (existsSync(folder)) await lookInto(resolve(folder), id, kept, found);
  }
  return found;
}

type Found = { readonly ours: NamingPlace[]; readonly foreign: string[]; readonly atWork: string[] };

async function lookInto(folder: string, id: string, keep: ReadonlySet<string>, found: Found): Promise<void> {
  if (isRunFolder(folder)) {
    if (await isNamedIn(folder, id)) found.ours.push(await measure(folder));
    return;
  }
  const sibling = parseSibling(basename(folder));
  if (sibling !== null && isAlive(sibling.pid)) {
    found.atWork.push(folder);
    return;
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (keep.has(path)) continue;
    if (entry.isDirectory()) await lookInto(path, id, keep, found);
    else if (entry.isFile() && (await namesAccount(path, id))) {
      if (isOurKind(path)) found.ours.push({ path, files: 1, bytes: (await stat(path)).size });
      else found.foreign.push(path);
    }
  }
}

/** A folder that an earlier command wrote whole. */
function isRunFolder(folder: string): boolean {
  const manifest = join(folder, MANIFEST_NAME);
  return existsSync(manifest) && filesOfManifest(readFileSync(manifest, 'utf8')) !== null;
}

async function isNamedIn(folder: string, id: string): Promise<boolean> {
  for (const name of await readdir(folder)) {
    if (isOurKind(name) && (await namesAccount(join(folder, name), id))) return true;
  }
  return false;
}

async function measure(folder: string): Promise<NamingPlace> {
  const names = await readdir(folder);
  let bytes = 0;
  for (const name of names) bytes += (await stat(join(folder, name))).size;
  return { path: folder, files: names.length, bytes };
}
