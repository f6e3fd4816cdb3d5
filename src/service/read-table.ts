import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { LockstepError } from '../model/errors.ts';
import { readCsvRows } from '../report/read-csv-rows.ts';

/** The rows of a CSV of ours or of labels, the header first; also packed. For edges there is the reader in `source`. */
export function readTable(path: string): Generator<readonly string[]> {
  return readCsvRows([
    unpack(path, readBytes(path))
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n'),
  ]);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new LockstepError('input-missing', `The table ${path} cannot be read: check its path.`, { cause });
  }
}

function unpack(path: string, bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new LockstepError('input-unreadable', `The table ${path} is a damaged gzip file: get it again.`, { cause });
  }
}
