import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Reject } from '../model/reject.ts';
import { openTextLog, type TextLog } from './text-log.ts';

export type Rejects = Disposable & {
  readonly append: (reject: Reject) => void;
  /** Where they stand, once there is one. */
  readonly file: string;
};

/** Where a run puts rejected rows aside: `rejects/<name>.ndjson` in the data folder, made with the first of them. */
export function openRejects(dataDir: string, name: string): Rejects {
  const folder = resolve(dataDir, 'rejects');
  let log: TextLog | null = null;
  return {
    append: (reject) => {
      if (log === null) {
        mkdirSync(folder, { recursive: true });
        log = openTextLog(folder, `${name}.ndjson`);
      }
      log.append(`${JSON.stringify(reject)}\n`);
    },
    file: join(folder, `${name}.ndjson`),
    [Symbol.dispose]: () => {
      log?.close();
    },
  };
}
