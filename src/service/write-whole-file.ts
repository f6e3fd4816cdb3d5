import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Chunks, writeFileChunks } from './write-file.ts';

/** Writes a file that appears whole or not at all, in the place of an earlier one; packed when its name ends in .gz. */
export async function writeWholeFile(out: string, chunks: Chunks): Promise<void> {
  const partial = partialOf(out);
  try {
    await rm(partial, { force: true });
    await writeFileChunks(dirname(partial), basename(partial), chunks);
    await rename(partial, resolve(out));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Removes what a thread of this process has written for `out` before it was stopped. */
export async function discardPartialFile(out: string): Promise<void> {
  await rm(partialOf(out), { force: true });
}

/** The name keeps its end, which says whether the file is packed. */
function partialOf(out: string): string {
  const path = resolve(out);
  return join(dirname(path), `.partial-${process.pid}-${basename(path)}`);
}
