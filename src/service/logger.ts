import { type DestinationStream, destination, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { RunState } from '../model/run-state.ts';
import type { RunKind } from '../model/stored-run.ts';
import { createTextCleaner } from './clean-text.ts';

/** All that a line of the log may hold besides its sentence. There is no field for an account, an entity or an address, and none is written. */
export type LogFields = {
  readonly run_id?: string;
  readonly kind?: RunKind;
  readonly phase?: RunState;
  readonly stage?: string;
  readonly schedule?: string;
  readonly source?: string;
  readonly sources?: readonly string[];
  readonly sink?: string;
  readonly layer?: string;
  readonly alarm?: string;
  readonly check?: string;
  readonly worker?: string;
  readonly method?: string;
  /** The pattern of the route: a path may hold an id. */
  readonly route?: string;
  readonly request_id?: string;
  readonly epoch?: number;
  readonly attempt?: number;
  readonly status?: number;
  readonly count?: number;
  readonly port?: number;
  readonly ms?: number;
  /** Of a `LockstepError` its sentence is written; of any other only name, code and the lines of its stack, as its message may hold values. */
  readonly error?: unknown;
};

type Say = (message: string, fields?: LogFields) => void;

/** Messages are constant sentences; what differs from line to line goes into the fields. */
export type Logger = {
  readonly error: Say;
  readonly warn: Say;
  readonly info: Say;
  readonly debug: Say;
  /** A logger that adds these fields to each line. */
  readonly with: (fields: LogFields) => Logger;
};

type SecretKeys = 'pseudonym_key' | 'neo4j_password' | 'webhook_secret';
export type LoggerConfig = Pick<Config, 'log_level' | 'store_url' | 'queue_url' | SecretKeys>;

const WORDS = [
  'run_id',
  'kind',
  'phase',
  'stage',
  'schedule',
  'source',
  'sink',
  'layer',
  'alarm',
  'check',
  'worker',
  'method',
  'route',
  'request_id',
] as const satisfies readonly (keyof LogFields)[];
const NUMBERS = ['epoch', 'attempt', 'status', 'count', 'port', 'ms'] as const satisfies readonly (keyof LogFields)[];
const LONGEST_WORD = 256;
/** Causes of causes that are still told. */
const DEEPEST_CAUSE = 3;

type Clean = (text: string) => string;

/** Lines of JSON on standard error, from `log_level` on, each written before the call returns, so that a crash loses none. */
export function createLogger(
  config: LoggerConfig,
  to: DestinationStream = destination({ dest: 2, sync: true }),
): Logger {
  const base = pino(
    {
      level: config.log_level,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  return wrap(base, createTextCleaner(secretsOf(config), serversOf(config)));
}

function wrap(base: Pino, clean: Clean): Logger {
  const at =
    (level: 'error' | 'warn' | 'info' | 'debug'): Say =>
    (message, fields = {}) =>
      base[level](keepKnown(fields, clean, base.isLevelEnabled('debug')), clean(message));
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    with: (fields) => wrap(base.child(keepKnown(fields, clean, false)), clean),
  };
}

/** Types end at a cast and at JavaScript: a field that the list does not know is left out, and counted. */
function keepKnown(fields: LogFields, clean: Clean, showsStack: boolean): { readonly [field: string]: unknown } {
  const kept: Record<string, unknown> = {};
  for (const name of WORDS) {
    const value: unknown = fields[name];
    if (typeof value === 'string') kept[name] = clean(value.slice(0, LONGEST_WORD));
  }
  for (const name of NUMBERS) {
    const value: unknown = fields[name];
    if (typeof value === 'number') kept[name] = value;
  }
  if (Array.isArray(fields.sources)) kept['sources'] = fields.sources.map((source) => clean(String(source)));
  if (fields.error !== undefined) kept['error'] = describeError(fields.error, clean, showsStack);
  const given = Object.values(fields).filter((value) => value !== undefined).length;
  const lost = given - Object.keys(kept).length;
  return lost === 0 ? kept : { ...kept, left_out: lost };
}

function describeError(
  error: unknown,
  clean: Clean,
  showsStack: boolean,
  depth = 0,
): { readonly [field: string]: unknown } {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code }: NodeJS.ErrnoException = error;
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code: clean(code) } : {}),
    ...(error instanceof LockstepError ? { message: clean(error.message) } : {}),
    // An error of ours says what to do; of any other the place is all that there is.
    ...(showsStack || !(error instanceof LockstepError) ? { stack: framesOf(error) } : {}),
    ...(error.cause === undefined || depth === DEEPEST_CAUSE
      ? {}
      : { cause: describeError(error.cause, clean, showsStack, depth + 1) }),
  };
}

/** The lines of a stack without the message, which stands above them and may have lines of its own. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  return stack
    .replace(message, '')
    .split('\n')
    .flatMap((line) => /^\s+at (.*)$/.exec(line)?.[1] ?? []);
}

function secretsOf(config: LoggerConfig): readonly string[] {
  const kept = [config.pseudonym_key, config.neo4j_password, config.webhook_secret].flatMap((secret) =>
    secret === null ? [] : [secret.reveal(), ...secret.reveal().split(',')],
  );
  return [...kept, ...[config.store_url, config.queue_url].flatMap(passwordOf)];
}

/** Hosts of our own servers. */
function serversOf({ store_url, queue_url }: LoggerConfig): readonly string[] {
  return [store_url, queue_url].filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname);
}

function passwordOf(url: string): readonly string[] {
  const password = /\/\/[^@/]*?:([^@/]*)@/.exec(url)?.[1];
  return password === undefined ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
