import { readFileSync } from 'node:fs';
import { LockstepError } from '../model/errors.ts';
import { readCsvRows } from '../report/read-csv-rows.ts';

const COLUMNS = ['account_id', 'account'];

/** Accounts from a file: one a line, or, when its first line names a column `account_id` or `account`, CSV. Each once, in its order. */
export function readAccountList(path: string): readonly string[] {
  const text = readText(path);
  const [header = [], ...rows] = readCsvRows([text]);
  const column = header.findIndex((name) => COLUMNS.includes(name));
  const ids = column < 0 ? text.split('\n') : rows.map((row) => row[column] ?? '');
  const unique = [...new Set(ids.filter((id) => id !== ''))];
  if (unique.length > 0) return unique;
  throw new LockstepError('usage', `The file ${path} names no account: write one id a line.`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n');
  } catch (cause) {
    throw new LockstepError('input-missing', `The file of accounts ${path} cannot be read: check its path.`, { cause });
  }
}
