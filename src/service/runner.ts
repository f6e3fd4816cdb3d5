import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Runner } from '../../jobs/job-ports.ts';
import type { Config } from '../config/load-config.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { detectInto } from './detect-into.ts';
import type { Timings } from './manifest.ts';
import { refuseEdges } from './memory-limit.ts';
import { openOutputFolder } from './output-folder.ts';
import { readReport, runsFolder } from './read-run.ts';
import type { StageClock } from './stage-clock.ts';
import { ownFolderOf } from './target.ts';

export type RunPlace = {
  readonly run: StoredRun;
  readonly config: Pick<Config, 'data_dir' | 'threads' | 'memory_limit_mb'>;
  readonly clock: StageClock;
  /** Told once, when the report is written. */
  readonly onTimings: (timings: Timings) => void;
  /** Asked right before files take their place; throws when the run is another's by then. */
  readonly checkOwner: () => Promise<void>;
};

/** What a handler needs of threads and files, for one run. */
export function createRunner({ run, config, clock, onTimings, checkOwner }: RunPlace): Runner {
  const { data_dir: dataDir, threads, memory_limit_mb: limitMb } = config;
  const startedAt = Date.now();
  return {
    detectInto: async (columns, options, asked, entering) => {
      const out = asked ?? ownFolderOf(run.id, dataDir);
      await using folder = await openOutputFolder(out, run.epoch);
      // Rejected rows were put aside when the edges were taken in.
      const input = { rows: columns.length, rejected: 0, bytes: 0, truncated: [] };
      const place = { folder, out, dataDir, threads, clock, startedAt, input, entering, checkOwner };
      const { report, out: path, timings } = await detectInto(columns, options, place);
      onTimings(timings);
      return { report, out: path };
    },
    findWritten: (out) => (existsSync(join(out, 'manifest.json')) ? readReport(out) : null),
    removeWritten: async (outs) => {
      const own = outs.filter((out) => isInside(out, dataDir) && existsSync(out));
      for (const out of own) await rm(out, { recursive: true, force: true });
      return own.length;
    },
    refuseOverLimit: (edges) => refuseEdges(edges, limitMb),
  };
}

/** A folder that somebody named with --out is theirs. */
function isInside(path: string, dataDir: string): boolean {
  const way = relative(resolve(runsFolder(dataDir)), path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
