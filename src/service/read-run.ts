import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LockstepError } from '../model/errors.ts';
import type { Findings } from '../model/findings.ts';
import type { Report } from '../model/report.ts';
import { parseFindings } from '../report/parse-findings.ts';
import { parseReport } from '../report/report-schema.ts';

/** Where runs stand that were given no `--out`. */
export function runsFolder(dataDir: string): string {
  return join(dataDir, 'runs');
}

/** RUN on the command line: an output folder, or the beginning of the id of a run in the data folder. */
export function findRun(run: string, dataDir: string): string {
  if (existsSync(join(run, 'report.json'))) return run;
  if (existsSync(run)) {
    throw new LockstepError(
      'input-missing',
      `${run} holds no report.json: name a folder that "lockstep sweep --out" has written.`,
    );
  }
  const folder = runsFolder(dataDir);
  const ids = existsSync(folder) ? readdirSync(folder).filter((id) => !id.startsWith('.')) : [];
  const [found, ...others] = run === '' ? [] : ids.filter((id) => id.startsWith(run));
  if (found === undefined) {
    throw new LockstepError(
      'input-missing',
      `There is no run ${run}: it is neither a folder nor the id of a run in ${folder}.`,
    );
  }
  if (others.length > 0)
    throw new LockstepError('usage', `${run} begins ${others.length + 1} run ids: write more of it.`);
  return join(folder, found);
}

/** The run in the data folder that was written last. */
export function latestRun(dataDir: string): string {
  const folder = runsFolder(dataDir);
  const runs = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((id) => !id.startsWith('.'))
    .map((id) => ({ path: join(folder, id), at: statSync(join(folder, id)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  const [latest] = runs;
  if (latest === undefined)
    throw new LockstepError('usage', `${folder} holds no run: name one with --run, or sweep first.`);
  return latest.path;
}

/** Everything that a run found, from its folder. Costs the memory of all its pairs. */
export function readFindings(folder: string): Findings {
  return parseFindings({
    report: readText(folder, 'report.json'),
    pairs: [unpack(folder, 'pairs.csv.gz')],
    evidence: [unpack(folder, 'evidence.ndjson.gz')],
    figures: [unpack(folder, 'figures.ndjson.gz')],
  });
}

export function readReport(folder: string): Report {
  return parseReport(readText(folder, 'report.json'));
}

function readText(folder: string, name: string): string {
  return readBytes(folder, name).toString('utf8');
}

function unpack(folder: string, name: string): Uint8Array {
  const packed = readBytes(folder, name);
  try {
    return gunzipSync(packed);
  } catch (cause) {
    throw new LockstepError('input-unreadable', `${join(folder, name)} is damaged: sweep again.`, { cause });
  }
}

function readBytes(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (cause) {
    throw new LockstepError(
      'input-missing',
      `${join(folder, name)} cannot be read: name a folder that "lockstep sweep --out" has written.`,
      { cause },
    );
  }
}
