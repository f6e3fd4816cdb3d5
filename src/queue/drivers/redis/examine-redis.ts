import type { QueueCheck } from '../../job-queue.ts';
import type { Client } from './connect.ts';
import { isPassing } from './explain-error.ts';

/** Older servers lack commands that BullMQ uses. */
const OLDEST = [6, 2] as const;
const NEARLY_FULL = 0.9;

type Facts = ReadonlyMap<string, string>;

/**
 * Whether a Redis can be trusted with jobs: what `INFO` says, and `CONFIG GET` where that is allowed; many hosts forbid it. What
 * neither tells is a warning.
 */
export async function examineRedis(client: Client): Promise<readonly QueueCheck[]> {
  const nodes = 'nodes' in client ? client.nodes('master') : [client];
  const perNode = await Promise.all(
    nodes.map(async (node) => {
      const facts = new Map([
        ...parseInfo(await node.info().catch(withoutWord)),
        ...toPairs(await node.config('GET', 'appendfsync').catch(withoutWord)),
      ]);
      const isAlone = nodes.length === 1;
      const where = isAlone ? '' : `${node.options.host}:${node.options.port}: `;
      return CHECKS.map((check) => check(facts)).map((found) => ({ ...found, found: where + found.found }));
    }),
  );
  return CHECKS.map((_, i) => worst(perNode.flatMap((checks) => checks[i] ?? [])));
}

/** A command that is forbidden says nothing; a server that is away is another matter. */
function withoutWord(error: unknown): string {
  if (isPassing(error)) throw error;
  return '';
}

function worst(found: readonly QueueCheck[]): QueueCheck {
  const order = ['failed', 'warning', 'ok'] as const;
  for (const state of order) {
    const check = found.find((candidate) => candidate.state === state);
    if (check !== undefined) return check;
  }
  return unknown('redis', 'no node of the cluster answers');
}

const CHECKS: readonly ((facts: Facts) => QueueCheck)[] = [
  checkVersion,
  checkRole,
  checkEviction,
  checkAppendOnly,
  checkMemory,
];

function checkVersion(facts: Facts): QueueCheck {
  const version = facts.get('redis_version');
  if (version === undefined) return unknown('redis version', 'the server does not tell its version');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (!isOld) return { name: 'redis version', state: 'ok', found: version, fix: null };
  return { name: 'redis version', state: 'failed', found: version, fix: 'use Redis 6.2 or newer' };
}

function checkRole(facts: Facts): QueueCheck {
  const role = facts.get('role');
  if (role === undefined) return unknown('redis role', 'the server does not tell whether it is a replica');
  if (role === 'master') return { name: 'redis role', state: 'ok', found: 'primary', fix: null };
  return { name: 'redis role', state: 'failed', found: 'replica', fix: 'let LOCKSTEP_QUEUE_URL name the primary' };
}

function checkEviction(facts: Facts): QueueCheck {
  const name = 'redis eviction';
  const policy = facts.get('maxmemory_policy');
  if (policy === undefined) return unknown(name, 'the server does not tell its maxmemory-policy');
  if (policy === 'noeviction') return { name, state: 'ok', found: 'noeviction', fix: null };
  return { name, state: 'failed', found: `maxmemory-policy ${policy}`, fix: 'set maxmemory-policy to noeviction' };
}

function checkAppendOnly(facts: Facts): QueueCheck {
  const name = 'redis append-only file';
  const enabled = facts.get('aof_enabled');
  if (enabled === undefined) return unknown(name, 'the server does not tell whether it keeps one');
  if (enabled !== '1') return { name, state: 'failed', found: 'off', fix: 'set appendonly to yes' };
  if (facts.get('aof_last_write_status') === 'err') {
    return { name, state: 'failed', found: 'its last write failed', fix: 'make room on the disk of the server' };
  }
  if (facts.get('appendfsync') === 'no') {
    return { name, state: 'warning', found: 'on, appendfsync no', fix: 'set appendfsync to everysec or always' };
  }
  return { name, state: 'ok', found: 'on', fix: null };
}

function checkMemory(facts: Facts): QueueCheck {
  const name = 'redis memory';
  const [used, most] = [Number(facts.get('used_memory')), Number(facts.get('maxmemory'))];
  if (Number.isNaN(used) || Number.isNaN(most)) return unknown(name, 'the server does not tell what it uses');
  const found = most === 0 ? `${toMb(used)} MB, no limit` : `${toMb(used)} of ${toMb(most)} MB`;
  if (most === 0 || used < NEARLY_FULL * most) return { name, state: 'ok', found, fix: null };
  return { name, state: 'warning', found, fix: 'raise maxmemory: a full server takes no jobs' };
}

function unknown(name: string, found: string): QueueCheck {
  return { name, state: 'warning', found, fix: 'check it by hand, or let the user of LOCKSTEP_QUEUE_URL run INFO' };
}

function toMb(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

function parseInfo(text: string): readonly (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 0 || line.startsWith('#') ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
  });
}

function toPairs(flat: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(flat) || flat.length < 2) return [];
  return [[String(flat[0]), String(flat[1])]];
}
