import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { ERASURES_NAME, type NamingPlace } from './find-naming-files.ts';
import { filesOfManifest, MANIFEST_NAME } from './manifest.ts';

/** Whether a path does not lie in the folder. */
export function isOutside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way.startsWith('..') || isAbsolute(way);
}

/** Removes places that name an account, and notes in the data folder what went and why. */
export async function removePlaces(
  places: readonly NamingPlace[],
  dataDir: string,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<void> {
  if (places.length === 0) return;
  mkdirSync(dataDir, { recursive: true });
  for (const place of places) {
    // Noted first: what was removed without a note nobody would know of.
    const note = { at: new Date().toISOString(), removed: place.path, files: place.files, bytes: place.bytes };
    const why = { why: 'it named an account that was erased', reason, actor };
    appendFileSync(join(dataDir, ERASURES_NAME), `${JSON.stringify({ ...note, ...why })}\n`);
    if (isOutside(place.path, dataDir)) await removeOurs(place.path);
    else await rm(place.path, { recursive: true, force: true });
  }
}

/** In a folder that somebody named with --out there may be more than what we have written. */
async function removeOurs(folder: string): Promise<void> {
  const manifest = join(folder, MANIFEST_NAME);
  const names = existsSync(manifest) ? filesOfManifest(readFileSync(manifest, 'utf8')) : null;
  for (const name of names ?? []) await rm(join(folder, name), { force: true });
  // Fails where something of theirs is left, and then the folder stays.
  await rmdir(folder).catch(() => {});
}
