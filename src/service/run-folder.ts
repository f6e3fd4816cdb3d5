import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LockstepError } from '../model/errors.ts';
import { sweepResultOf } from '../model/run-result.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { MANIFEST_NAME } from './manifest.ts';

/** The folder of a run's files, `null` when it is not on this machine or holds another run by now. */
export function findFolderOf(run: StoredRun): string | null {
  const result = sweepResultOf(run);
  if (result === null) return null;
  const manifest = join(result.out, MANIFEST_NAME);
  if (!existsSync(manifest)) return null;
  const { report_id }: { readonly report_id?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'));
  return report_id === result.report_id ? result.out : null;
}

/** The same, or an error that says where the folder should have been and what is at hand `instead`. */
export function requireFolderOf(run: StoredRun, instead: string): string {
  const folder = findFolderOf(run);
  if (folder !== null) return folder;
  const out = sweepResultOf(run)?.out;
  throw new LockstepError(
    'input-missing',
    out === undefined
      ? `Run ${run.id} has written no files (it is ${run.kind === 'sweep' || run.kind === 'cluster' ? run.state : `of kind ${run.kind}`}): ${instead}.`
      : `The folder ${out} of run ${run.id} is not on this machine, was removed, or holds another run by now: ${instead}.`,
  );
}
