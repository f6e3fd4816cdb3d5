import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import { openStoreFiles } from '../store/open-files.ts';
import { openStore } from '../store/open-store.ts';
import {
  type BackupReceipt,
  type CopyRequest,
  clearPartials,
  digestFile,
  partialOf,
  refuseExisting,
} from './backup-store.ts';
import { interactionLayers } from './forget-account.ts';
import { requireStoreFile } from './require-store-file.ts';
import { syncFolder } from './sync-folder.ts';

/** `erasedAgain`: accounts that had been erased since the backup; `null` = whether it holds such nobody can tell. */
export type RestoreReceipt = BackupReceipt & { readonly erasedAgain: number | null };

/**
 * Makes a backup the embedded store of the config: checked from end to end before anything is touched, then put in its place by
 * one rename, without those whom the store that was there had erased. Refuses to replace a store unless forced, and always one
 * that a process has open.
 */
export async function restoreStore(
  { store_url: url, layers }: Pick<Config, 'store_url' | 'layers'>,
  request: CopyRequest,
): Promise<RestoreReceipt> {
  const to = resolve(requireStoreFile(url));
  const from = resolve(request.file);
  if (!existsSync(from)) throw new LockstepError('input-missing', `There is no file ${request.file} to restore.`);
  if (to === from) throw new LockstepError('usage', `${request.file} is the store itself: name a backup of it.`);
  refuseExisting(to, request);
  const files = await openStoreFiles();
  const contents = files.examine(from);
  const sha256 = await digestFile(from);
  if (request.isDry) return { from, to, sha256, contents, erasedAgain: 0 };
  const partial = partialOf(to);
  try {
    await mkdir(dirname(to), { recursive: true });
    await clearPartials(to);
    files.copy(from, partial);
    const erased = existsSync(to) ? files.carryErasures(to, partial) : [];
    if (erased !== null && erased.length > 0) await eraseAgain(partial, erased, layers);
    files.replace(partial, to);
    await syncFolder(dirname(to));
    return { from, to, sha256, contents, erasedAgain: erased?.length ?? null };
  } finally {
    for (const end of ['', '-wal', '-shm']) await rm(`${partial}${end}`, { force: true });
  }
}

/** An erasure holds for what comes out of a backup too. */
async function eraseAgain(path: string, ids: readonly string[], layers: Config['layers']): Promise<void> {
  await using store = await openStore(`sqlite:${path}`);
  const runs = await store.cases.listRuns({ limit: Number.MAX_SAFE_INTEGER });
  const named = interactionLayers(runs, { layers });
  for (const id of ids) {
    await store.cases.forgetAccount(id, 'restore', 'erased before, and again since a backup had brought it back');
    await store.edges.forgetAccount(id, named);
  }
}
