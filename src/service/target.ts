import { join, resolve } from 'node:path';
import type { StoredRun } from '../model/stored-run.ts';
import { runsFolder } from './read-run.ts';

/** Where a sweep writes until it is done: the folder itself, or, when its name comes from the run's id, one beside it. */
export function targetOf(out: string | null, dataDir: string): string {
  return out ?? join(runsFolder(dataDir), 'next');
}

/** Where a run over the store writes that was asked for without --out. */
export function ownFolderOf(runId: string, dataDir: string): string {
  return resolve(runsFolder(dataDir), runId);
}

/** Where a run over the store writes, if it writes files at all. */
export function targetOfRun({ id, params }: Pick<StoredRun, 'id' | 'params'>, dataDir: string): string {
  const out = typeof params === 'object' && params !== null && 'out' in params ? params['out'] : null;
  return typeof out === 'string' ? out : ownFolderOf(id, dataDir);
}
