import type { Stats } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { LockstepError } from '../model/errors.ts';
import type { EdgeInput } from './read-options.ts';

/** Reads at any place; fewer bytes than asked for only where the input ends. */
export type PlacedReader = AsyncDisposable & {
  readonly readAt: (start: number, length: number) => Promise<Uint8Array>;
};

export type OpenInput = {
  /** As messages and rejects call it. */
  readonly name: string;
  /** Opens it for reading at any place; `null` for a stream. */
  readonly openAt: (() => Promise<PlacedReader>) | null;
  /** Bytes, 0 when not known beforehand. */
  readonly size: number;
  readonly bytes: () => AsyncIterable<Uint8Array>;
};

const READ_BYTES = 1 << 18;

/** Looks at the input without reading it, so that all of them are known to be there before the first is read. */
export async function openInput(input: EdgeInput): Promise<OpenInput> {
  if (typeof input !== 'string') return { name: input.name, openAt: null, size: 0, bytes: () => input.stream };
  if (input === '-' || input === '/dev/stdin') {
    return { name: 'standard input', openAt: null, size: 0, bytes: () => process.stdin };
  }
  const stats = await look(input);
  if (stats.isFile()) {
    return { name: input, openAt: () => openFileAt(input), size: stats.size, bytes: () => readFile(input) };
  }
  // What a shell writes for <(command): a pipe that has its writer already.
  if (stats.isFIFO() && /^\/(?:dev|proc\/(?:self|\d+))\/fd\/\d+$/.test(input)) {
    return { name: input, openAt: null, size: 0, bytes: () => readFile(input) };
  }
  throw new LockstepError('input-unreadable', `${input} ${reasonAgainst(stats)}.`);
}

async function look(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    throw await explain(path, cause);
  }
}

function reasonAgainst(stats: Stats): string {
  if (stats.isDirectory()) return 'is a directory: name the files in it, such as DIR/*.csv.gz';
  if (stats.isFIFO())
    return 'is a named pipe, which may never have a writer: hand it over as standard input, with - for its name';
  if (stats.isSocket()) return 'is a socket, not a file';
  return 'is a device, not a file';
}

async function openFile(path: string): Promise<FileHandle> {
  return await open(path).catch(async (cause) => {
    throw await explain(path, cause);
  });
}

async function openFileAt(path: string): Promise<PlacedReader> {
  const handle = await openFile(path);
  return {
    readAt: async (start, length) => {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, start);
      return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const handle = await openFile(path);
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function explain(path: string, cause: unknown): Promise<LockstepError> {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    const advice = code === 'EACCES' ? 'you may not read it: check its permissions' : `the system says ${code}`;
    return new LockstepError('input-unreadable', `${path} cannot be opened: ${advice}.`, { cause });
  }
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => null);
  if (names === null)
    return new LockstepError('input-missing', `There is no folder ${folder}, and so no ${path}.`, { cause });
  const nearest = names.length === 0 ? '' : closest(basename(path), names);
  const advice = nearest === '' ? 'its folder is empty' : `the nearest name there is ${join(folder, nearest)}`;
  return new LockstepError('input-missing', `There is no file ${path}: ${advice}.`, { cause });
}
