import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config/load-config.ts';
import { VERSION } from './version.ts';

export type Check = {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly fix: string | null;
};

const MB = 1_048_576;
/** A sweep of 10 M edges needs about 3 GB; below 1 GB even the demo is tight. */
const LEAST_MEMORY_MB = 1024;
const LEAST_DISK_MB = 512;

/** What Lockstep needs from the machine, each with what was found and how to mend it. */
export function examineMachine(config: Config): readonly Check[] {
  return [
    { name: 'lockstep', state: 'ok', found: VERSION, fix: null },
    checkNode(),
    checkMemory(config),
    checkCores(config),
    checkFolder('temporary folder', tmpdir(), 'set TMPDIR to a folder that may be written'),
    checkFolder(
      'data folder',
      nearestExisting(config.data_dir),
      'set LOCKSTEP_DATA_DIR to a folder that may be written',
    ),
    checkSqlite(),
    checkKey(config),
  ];
}

function checkNode(): Check {
  const isRight = process.versions.node.startsWith('24.');
  return {
    name: 'Node',
    state: isRight ? 'ok' : 'failed',
    found: `${process.versions.node} on ${process.platform} ${process.arch}`,
    fix: isRight ? null : 'install Node 24, or start bin/lockstep.js, which finds the one that came along',
  };
}

function checkMemory({ memory_limit_mb: limit }: Config): Check {
  const total = Math.floor(totalmem() / MB);
  const isLow = limit < LEAST_MEMORY_MB;
  return {
    name: 'memory',
    state: isLow ? 'warning' : 'ok',
    found: `${total} MB, of which memory_limit_mb allows ${limit}`,
    fix: isLow ? `give it ${LEAST_MEMORY_MB} MB or more; ten million edges need about 3,000` : null,
  };
}

function checkCores({ threads }: Config): Check {
  const cores = availableParallelism();
  const isOver = threads > cores;
  return {
    name: 'cores',
    state: isOver ? 'warning' : 'ok',
    found: `${cores}, of which ${threads} threads are used`,
    fix: isOver ? `set LOCKSTEP_THREADS to ${cores} or less` : null,
  };
}

function checkFolder(name: string, folder: string, fix: string): Check {
  try {
    const probe = mkdtempSync(join(folder, '.lockstep-doctor-'));
    writeFileSync(join(probe, 'probe'), 'probe');
    rmSync(probe, { recursive: true });
    const { bavail, bsize } = statfsSync(folder);
    const free = Math.floor((bavail * bsize) / MB);
    const isLow = free < LEAST_DISK_MB;
    return {
      name,
      state: isLow ? 'warning' : 'ok',
      found: `${folder} may be written, ${free} MB free`,
      fix: isLow ? 'make room' : null,
    };
  } catch (error) {
    return {
      name,
      state: 'failed',
      found: `${folder} may not be written (${error instanceof Error ? error.message : error})`,
      fix,
    };
  }
}

/** The folder itself is made when it is first needed. */
function nearestExisting(folder: string): string {
  let path = resolve(folder);
  while (!existsSync(path)) path = dirname(path);
  return path;
}

function checkSqlite(): Check {
  const isThere = process.getBuiltinModule('node:sqlite') !== undefined;
  return {
    name: 'SQLite',
    state: isThere ? 'ok' : 'failed',
    found: isThere ? `${process.versions['sqlite'] ?? 'of unknown version'}, part of Node` : 'not part of this Node',
    fix: isThere ? null : 'use a Node 24 that was built with SQLite',
  };
}

function checkKey({ pseudonym_key: key, allow_raw_ids: allowsRaw }: Config): Check {
  const isFine = key !== null || allowsRaw;
  return {
    name: 'pseudonym key',
    state: isFine ? 'ok' : 'warning',
    found:
      key !== null
        ? 'set'
        : allowsRaw
          ? 'not set, raw ids are allowed'
          : 'not set: device and address ids stay raw in our files',
    fix: isFine
      ? null
      : 'make one with "lockstep config new-key" and set LOCKSTEP_PSEUDONYM_KEY, or sweep with --pseudonymize',
  };
}
