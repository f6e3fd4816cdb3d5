import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LockstepError } from '../model/errors.ts';
import { filesOfManifest, MANIFEST_NAME } from './manifest.ts';
import { syncFolder } from './sync-folder.ts';
import { openTextLog, type TextLog } from './text-log.ts';
import { type Chunks, type WrittenFile, writeFileChunks } from './write-file.ts';

/**
 * A folder that appears whole or not at all: files are written to a sibling `.<name>.partial-<pid>`, which takes the
 * place of the folder on `commit`. Disposing without a commit leaves nothing behind.
 */
export type OutputFolder = AsyncDisposable & {
  /** Where the folder will stand. */
  readonly path: string;
  readonly written: readonly WrittenFile[];
  readonly write: (name: string, chunks: Chunks, packingLevel?: number) => Promise<WrittenFile>;
  /** A file of lines that come up while other work goes on; part of the folder once it is closed. */
  readonly log: (name: string) => TextLog;
  /** `elsewhere` in the same parent: for a folder that is named by what was found. Returns the path. */
  readonly commit: (elsewhere?: string) => Promise<string>;
};

export async function openOutputFolder(target: string): Promise<OutputFolder> {
  const path = resolve(target);
  refuseForeign(path, target);
  await sweepUp(path);
  const partial = siblingOf(path, 'partial');
  await mkdir(partial, { recursive: true });
  const written: WrittenFile[] = [];
  return {
    path,
    written,
    write: async (name, chunks, packingLevel) => {
      const file = await writeFileChunks(partial, name, chunks, packingLevel);
      written.push(file);
      return file;
    },
    log: (name) => {
      const log = openTextLog(partial, name);
      return {
        ...log,
        close: () => {
          const file = log.close();
          written.push(file);
          return file;
        },
      };
    },
    commit: async (elsewhere = path) => {
      const place = resolve(elsewhere);
      refuseForeign(place);
      await syncFolder(partial);
      await takePlace(partial, place);
      await syncFolder(dirname(place));
      return place;
    },
    [Symbol.asyncDispose]: () => discardPartial(path),
  };
}

/** Removes what a thread of this process has written for `target` before it was stopped. */
export function discardPartial(target: string): Promise<void> {
  return rm(siblingOf(resolve(target), 'partial'), { recursive: true, force: true });
}

/** Says no before hours of work, not after: a folder may be replaced only when an earlier run wrote all of it. */
export function refuseForeign(path: string, shown: string = path): void {
  if (!existsSync(path)) return;
  const names = entriesOf(path, shown);
  if (names.length === 0) return;
  const manifest = join(path, MANIFEST_NAME);
  const known = existsSync(manifest) ? filesOfManifest(readFileSync(manifest, 'utf8')) : null;
  const foreign = names.filter((name) => known?.has(name) !== true);
  if (foreign.length > 0) {
    throw new LockstepError(
      'conflict',
      `The folder ${shown} holds ${foreign.length === 1 ? 'a file that' : `${foreign.length} files that`} no Lockstep run has written (${foreign[0]}): choose another --out, or move them away.`,
    );
  }
}

function entriesOf(path: string, shown: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    throw new LockstepError('conflict', `${shown} is a file, or a folder that cannot be read: choose another --out.`, {
      cause,
    });
  }
}

function siblingOf(path: string, role: 'partial' | 'old'): string {
  return join(dirname(path), `.${basename(path)}.${role}-${process.pid}`);
}

/** Two renames: between them the folder is missing for an instant, but the old or the new one is always whole beside it. */
async function takePlace(partial: string, path: string): Promise<void> {
  if (!existsSync(path)) return rename(partial, path);
  const old = siblingOf(path, 'old');
  await rename(path, old);
  try {
    await rename(partial, path);
  } catch (cause) {
    await rename(old, path);
    throw cause;
  }
  await rm(old, { recursive: true, force: true });
}

/** Clears away what killed processes have left beside the folder, and puts an old one back whose successor never came. */
async function sweepUp(path: string): Promise<void> {
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  const prefix = `.${basename(path)}.`;
  for (const name of await readdir(parent)) {
    const match = name.startsWith(prefix) ? /^(partial|old)-(\d+)$/.exec(name.slice(prefix.length)) : null;
    if (match === null || isAlive(Number(match[2]))) continue;
    const leftover = join(parent, name);
    if (match[1] === 'old' && !existsSync(path)) await rename(leftover, path);
    else await rm(leftover, { recursive: true, force: true });
  }
}

/** Whether a process of this number, other than our own, is there. */
export function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // our own number, from an earlier life: we have opened nothing yet
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
