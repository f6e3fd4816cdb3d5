import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import { openStoreFiles } from '../store/open-files.ts';
import {
  type BackupReceipt,
  type CopyRequest,
  clearPartials,
  digestFile,
  partialOf,
  refuseExisting,
} from './backup-store.ts';
import { requireStoreFile } from './require-store-file.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Makes a backup the embedded store of the config: checked from end to end before anything is touched, then put in its place by
 * one rename. Refuses to replace a store unless forced, and always one that a process has open.
 */
export async function restoreStore(
  { store_url: url }: Pick<Config, 'store_url'>,
  request: CopyRequest,
): Promise<BackupReceipt> {
  const to = resolve(requireStoreFile(url));
  const from = resolve(request.file);
  if (!existsSync(from)) throw new LockstepError('input-missing', `There is no file ${request.file} to restore.`);
  if (to === from) throw new LockstepError('usage', `${request.file} is the store itself: name a backup of it.`);
  refuseExisting(to, request);
  const files = await openStoreFiles();
  const contents = files.examine(from);
  const sha256 = await digestFile(from);
  if (request.isDry) return { from, to, sha256, contents };
  const partial = partialOf(to);
  try {
    await mkdir(dirname(to), { recursive: true });
    await clearPartials(to);
    files.copy(from, partial);
    files.replace(partial, to);
    await syncFolder(dirname(to));
  } finally {
    await rm(partial, { force: true });
  }
  return { from, to, sha256, contents };
}
