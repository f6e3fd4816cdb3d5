import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { keepSecret, type Secret } from './secret.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** One key of the config: how it is read from text, what it is without being set, and whether it may be shown. */
type Setting<Value> = {
  readonly schema: z.ZodType<Value>;
  readonly fallback: () => Value;
  /** The fallback in words. */
  readonly usual: string;
  readonly expects: string;
  readonly about: string;
  readonly isSecret?: true;
};

function setting<Value>(definition: Setting<Value>): Setting<Value> {
  return definition;
}

function wholeNumber(least: number, most: number) {
  return z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(least).max(most));
}

const yesOrNo = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
]);

export const duration = z.string().transform((text, context) => {
  try {
    return parseDuration(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not a duration' });
    return z.NEVER;
  }
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A process in a container sees the machine's memory in `totalmem` and its own share in `constrainedMemory`. */
function memoryMb(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor(bytes / 1_048_576);
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The table of all keys. `threads` in the config file is `LOCKSTEP_THREADS` in the environment, and so on. */
export const SETTINGS = {
  threads: setting({
    schema: wholeNumber(1, 256),
    fallback: availableParallelism,
    usual: 'as many as there are cores',
    expects: 'a whole number from 1 to 256',
    about: 'threads that detection may use; changes no byte of a report',
  }),
  memory_limit_mb: setting({
    schema: wholeNumber(64, 16_777_216),
    fallback: () => Math.floor(memoryMb() * 0.8),
    usual: 'four fifths of the memory',
    expects: 'a whole number of megabytes from 64 on',
    about: 'a sweep that is estimated to need more is refused with exit code 5',
  }),
  timezone: setting({
    schema: z.string().refine(isTimezone),
    fallback: () => 'UTC',
    usual: 'UTC',
    expects: 'the name of a time zone, such as UTC or Europe/Berlin',
    about: 'zone of --from, --to and --until without an offset, and of schedules; rows of edges have their own',
  }),
  log_level: setting({
    schema: z.enum(LOG_LEVELS),
    fallback: () => 'info' as const,
    usual: 'info',
    expects: LOG_LEVELS.join(', '),
    about: 'debug adds the stack trace to an error',
  }),
  pseudonym_key: setting<Secret | null>({
    schema: z.string().min(1).transform(keepSecret),
    fallback: () => null,
    usual: 'none',
    expects: '32 bytes in hex or base64',
    about: 'keys device and address ids on the way in; v2:…,v1:… while rotating',
    isSecret: true,
  }),
  allow_raw_ids: setting({
    schema: yesOrNo,
    fallback: () => false,
    usual: 'false',
    expects: 'true or false',
    about: 'raw device and address ids in our files are intended',
  }),
  data_dir: setting({
    schema: z.string().min(1),
    fallback: () => '.lockstep',
    usual: '.lockstep',
    expects: 'a folder',
    about: 'where runs go that are given no --out',
  }),
  seed: setting({
    schema: wholeNumber(0, 0xffff_ffff),
    fallback: () => 1,
    usual: '1',
    expects: 'a whole number from 0 to 4294967295',
    about: 'decides every random choice of a run',
  }),
  store_url: setting({
    schema: z.string().min(1),
    fallback: () => 'sqlite:./lockstep.db',
    usual: 'sqlite:./lockstep.db',
    expects: 'sqlite:FILE, neo4j://HOST:PORT, bolt://HOST:PORT or memory:',
    about: 'where edges, runs, clusters and decisions are kept',
  }),
  neo4j_user: setting({
    schema: z.string().min(1),
    fallback: () => 'neo4j',
    usual: 'neo4j',
    expects: 'a name',
    about: 'user of the Neo4j that store_url names',
  }),
  neo4j_password: setting<Secret | null>({
    schema: z.string().min(1).transform(keepSecret),
    fallback: () => null,
    usual: 'none',
    expects: 'a password',
    about: 'its password',
    isSecret: true,
  }),
  neo4j_database: setting<string | null>({
    schema: z.string().min(1),
    fallback: () => null,
    usual: 'the default database of the server',
    expects: 'the name of a database',
    about: 'its database',
  }),
  queue_url: setting({
    schema: z.string().min(1),
    fallback: () => 'inline:',
    usual: 'inline:',
    expects: 'inline: or redis://HOST:PORT',
    about: 'what wakes the workers: inline: the process itself, redis:// BullMQ',
  }),
  queue_prefix: setting({
    schema: z.string().regex(/^[^\s:]{1,64}$/),
    fallback: () => '{lockstep}',
    usual: '{lockstep}',
    expects: 'a word without a colon; in braces for a Redis Cluster',
    about: 'what the keys in Redis begin with',
  }),
  allow_unsafe_redis: setting({
    schema: yesOrNo,
    fallback: () => false,
    usual: 'false',
    expects: 'true or false',
    about: 'start on a Redis that may evict keys or has no append-only file',
  }),
  http_host: setting({
    schema: z.string().min(1),
    fallback: () => '127.0.0.1',
    usual: '127.0.0.1',
    expects: 'an address to listen on',
    about: 'where health and metrics are served',
  }),
  http_port: setting({
    schema: wholeNumber(0, 65_535),
    fallback: () => 8787,
    usual: '8787',
    expects: 'a port; 0 = any that is free',
    about: 'its port',
  }),
  queue_board: setting({
    schema: yesOrNo,
    fallback: () => false,
    usual: 'false',
    expects: 'true or false',
    about: 'serve a read-only board of the queue at /admin/queues, on loopback only',
  }),
  worker_concurrency: setting({
    schema: wholeNumber(1, 64),
    fallback: () => 1,
    usual: '1',
    expects: 'a whole number from 1 to 64',
    about: 'runs that one worker works on at the same time',
  }),
  run_attempts: setting({
    schema: wholeNumber(1, 1000),
    fallback: () => 10,
    usual: '10',
    expects: 'a whole number from 1 to 1000',
    about: 'lives of a run before it is given up as failed',
  }),
  run_lease: setting({
    schema: duration,
    fallback: () => 30_000,
    usual: '30s',
    expects: 'a duration such as 30s',
    about: 'a run whose worker has not been heard of for so long is given to another',
  }),
  nightly_window: setting({
    schema: duration,
    fallback: () => 30 * DAY_MS,
    usual: '30d',
    expects: 'a duration such as 30d',
    about: 'how far back a scheduled sweep looks from its slot',
  }),
  retention: setting({
    schema: duration,
    fallback: () => 90 * DAY_MS,
    usual: '90d',
    expects: 'a duration such as 90d',
    about: 'age at which a scheduled expire removes timed edges',
  }),
  dismiss_for: setting({
    schema: duration,
    fallback: () => 90 * DAY_MS,
    usual: '90d',
    expects: 'a duration such as 90d',
    about: 'how long a dismissed cluster stays quiet',
  }),
  missed_after: setting({
    schema: duration,
    fallback: () => HOUR_MS,
    usual: '1h',
    expects: 'a duration such as 1h',
    about: 'a scheduled run that has not begun so long after its slot counts as missed',
  }),
  webhook_url: setting<string | null>({
    schema: z.url({ protocol: /^https?$/ }),
    fallback: () => null,
    usual: 'none',
    expects: 'an http or https URL',
    about: 'where signed events are sent',
  }),
  webhook_secret: setting<Secret | null>({
    schema: z.string().min(1).transform(keepSecret),
    fallback: () => null,
    usual: 'none',
    expects: 'whsec_ and base64 of 24 to 64 bytes; two with a comma while rotating',
    about: 'signs them, by Standard Webhooks',
    isSecret: true,
  }),
  webhook_allow_private: setting({
    schema: yesOrNo,
    fallback: () => false,
    usual: 'false',
    expects: 'true or false',
    about: 'let webhook_url lead to loopback or a private network',
  }),
  event_stream: setting<string | null>({
    schema: z.string().min(1),
    fallback: () => null,
    usual: 'none',
    expects: 'the key of a Redis stream',
    about: 'a stream in the Redis of queue_url that gets the same events',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

export function envNameOf(name: SettingName): string {
  return `LOCKSTEP_${name.toUpperCase()}`;
}
