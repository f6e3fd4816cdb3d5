import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { StoreContents } from '../model/store-contents.ts';
import { openStoreFiles } from '../store/open-files.ts';
import { isAlive } from './output-folder.ts';
import { requireStoreFile } from './require-store-file.ts';
import { syncFolder } from './sync-folder.ts';

/** What was copied, with a digest to hold the file against later. */
export type BackupReceipt = {
  readonly from: string;
  readonly to: string;
  readonly sha256: string;
  readonly contents: StoreContents;
};

export type CopyRequest = { readonly file: string; readonly isForced: boolean; readonly isDry: boolean };

/**
 * Copies the embedded store into a file while others write: one state of it, checked from end to end, that appears whole or not
 * at all. A dry run checks the same and leaves nothing.
 */
export async function backupStore(
  { store_url: url }: Pick<Config, 'store_url'>,
  request: CopyRequest,
): Promise<BackupReceipt> {
  const from = requireStoreFile(url);
  if (!existsSync(from)) throw new LockstepError('input-missing', `There is no store ${from} to back up.`);
  const to = resolve(request.file);
  if (to === resolve(from)) throw new LockstepError('usage', `${from} is the store itself: name another file.`);
  refuseExisting(to, request);
  const files = await openStoreFiles();
  const partial = partialOf(to);
  try {
    await clearPartials(to);
    files.copy(from, partial);
    const contents = files.examine(partial);
    const sha256 = await digestFile(partial);
    if (!request.isDry) {
      await rename(partial, to);
      await syncFolder(dirname(to));
    }
    return { from, to, sha256, contents };
  } finally {
    await rm(partial, { force: true });
  }
}

export function refuseExisting(path: string, { isForced }: CopyRequest): void {
  if (isForced || !existsSync(path)) return;
  throw new LockstepError('conflict', `${path} is there already: name another, or replace it with --force.`);
}

/** Beside the file, so that a rename suffices. */
export function partialOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial-${process.pid}`);
}

/** Clears away what killed processes have left beside the file. */
export async function clearPartials(path: string): Promise<void> {
  const prefix = `.${basename(path)}.partial-`;
  for (const name of existsSync(dirname(path)) ? await readdir(dirname(path)) : []) {
    const pid = name.startsWith(prefix) ? /^\d+/.exec(name.slice(prefix.length))?.[0] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(path), name), { force: true });
  }
}

export async function digestFile(path: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}
