import type { BigIntStats } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { LockstepError } from '../../model/errors.ts';
import { compareText } from '../../model/string-table.ts';
import { openInput } from '../open-input.ts';
import type { PartList, SourcePart } from './source-part.ts';

/**
 * The files that paths and patterns name, each once. A name that a file has is that file's, whatever signs it holds; a pattern
 * leaves out folders and what begins with a dot. Throws `input-missing` for a path or pattern that names nothing.
 */
export async function listFiles(paths: readonly string[]): Promise<PartList> {
  const found = new Map<string, SourcePart>();
  for (const path of paths) for (const part of await findFiles(path)) found.set(part.name, part);
  const parts = [...found.values()].sort((a, b) => compareText(a.name, b.name));
  return { parts, open: (part) => openInput(part.name) };
}

async function findFiles(path: string): Promise<readonly SourcePart[]> {
  const stats = await look(path);
  if (stats?.isFile() === true) return [partOf(path, stats)];
  if (stats === null && /[*?[{]/.test(path)) return await findMatches(path);
  // Says why it cannot be a file.
  const { name } = await openInput(path);
  throw new LockstepError(
    'input-unreadable',
    `${name} can be read once only, and what is ingested must be there again after a crash: write it to a file and name that.`,
  );
}

async function findMatches(pattern: string): Promise<readonly SourcePart[]> {
  const parts: SourcePart[] = [];
  for await (const path of glob(pattern)) {
    const stats = await look(path);
    // A folder, or a file that has gone since.
    if (stats?.isFile() === true) parts.push(partOf(path, stats));
  }
  if (parts.length > 0) return parts;
  throw new LockstepError('input-missing', `No file fits the pattern ${pattern}: check its folder and its ending.`);
}

async function look(path: string): Promise<BigIntStats | null> {
  return await stat(path, { bigint: true }).catch(() => null);
}

/** Who writes a file again changes its size or its time. */
function partOf(name: string, { size, mtimeNs }: BigIntStats): SourcePart {
  return { name, stamp: `${size}@${mtimeNs}`, size: Number(size) };
}
