import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LockstepError } from '../model/errors.ts';
import { filesOfManifest, MANIFEST_NAME } from './manifest.ts';
import { syncFolder } from './sync-folder.ts';
import { openTextLog, type TextLog } from './text-log.ts';
import { type Chunks, type WrittenFile, writeFileChunks } from './write-file.ts';

/**
 * A folder that appears whole or not at all: files are written to a sibling `.<name>.partial-<pid>[.<life>]`, which takes the
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

/** `life`: which life of a run writes, from 1. Those that come before it are over, whatever their processes think. */
export async function openOutputFolder(target: string, life?: number): Promise<OutputFolder> {
  const path = resolve(target);
  refuseForeign(path, target);
  await sweepUp(path, life);
  const partial = siblingOf(path, 'partial', life);
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
      await takePlace(partial, place, siblingOf(place, 'old', life));
      await syncFolder(dirname(place));
      return place;
    },
    [Symbol.asyncDispose]: () => discardPartial(path, life),
  };
}

/** Removes what a thread of this process has written for `target` before it was stopped. */
export function discardPartial(target: string, life?: number): Promise<void> {
  return rm(siblingOf(resolve(target), 'partial', life), { recursive: true, force: true });
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

function siblingOf(path: string, role: 'partial' | 'old', life: number | undefined): string {
  return join(dirname(path), `.${basename(path)}.${role}-${process.pid}${life === undefined ? '' : `.${life}`}`);
}

/** Two renames: between them the folder is missing for an instant, but the old or the new one is always whole beside it. */
async function takePlace(partial: string, path: string, old: string): Promise<void> {
  if (!existsSync(path)) return rename(partial, path);
  await rename(path, old);
  try {
    await rename(partial, path);
  } catch (cause) {
    await rename(old, path);
    throw cause;
  }
  await rm(old, { recursive: true, force: true });
}

/** Clears away what killed processes and earlier lives have left beside the folder, and puts an old one back whose successor never came. */
async function sweepUp(path: string, life: number | undefined): Promise<void> {
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  const prefix = `.${basename(path)}.`;
  for (const name of await readdir(parent)) {
    const sibling = name.startsWith(prefix) ? parseSibling(name) : null;
    if (sibling === null || !isLeftOver(sibling, life)) continue;
    const leftover = join(parent, name);
    if (sibling.role === 'old' && !existsSync(path)) await rename(leftover, path);
    else await rm(leftover, { recursive: true, force: true });
  }
}

export type Sibling = { readonly role: 'partial' | 'old'; readonly pid: number; readonly life: number | null };

/** What a folder is that somebody writes, or replaces, beside the one that it is for; `null` = no such folder. */
export function parseSibling(name: string): Sibling | null {
  const [, role, pid, life] = /^\..*\.(partial|old)-(\d+)(?:\.(\d+))?$/.exec(name) ?? [];
  if (role === undefined) return null;
  return { role: role === 'old' ? 'old' : 'partial', pid: Number(pid), life: life === undefined ? null : Number(life) };
}

/** Two lives of one run may be in one process, and in processes that do not see each other: between them their order decides. */
function isLeftOver(sibling: Sibling, life: number | undefined): boolean {
  if (life !== undefined && sibling.life !== null) return sibling.life <= life;
  return !isAlive(sibling.pid);
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
