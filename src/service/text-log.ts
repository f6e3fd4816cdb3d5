import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { WrittenFile } from './write-file.ts';

/** A file that grows while something else goes on, for callers that cannot wait: rejects come up amid reading. */
export type TextLog = Disposable & { readonly append: (text: string) => void; readonly close: () => WrittenFile };

const BLOCK_LENGTH = 64 * 1024;

export function openTextLog(folder: string, name: string): TextLog {
  const file = openSync(join(folder, name), 'wx');
  const digest = createHash('sha256');
  let bytes = 0;
  let waiting = '';
  let isOpen = true;
  const shut = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const flush = (): void => {
    const block = Buffer.from(waiting, 'utf8');
    waiting = '';
    digest.update(block);
    bytes += block.length;
    for (let at = 0; at < block.length; ) at += writeSync(file, block, at);
  };
  return {
    append: (text) => {
      waiting += text;
      if (waiting.length >= BLOCK_LENGTH) flush();
    },
    close: () => {
      flush();
      fsyncSync(file);
      shut();
      return { name, bytes, sha256: digest.digest('hex') };
    },
    [Symbol.dispose]: shut,
  };
}
