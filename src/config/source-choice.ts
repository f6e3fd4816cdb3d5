import { resolve } from 'node:path';
import type { z } from 'zod';
import { CANONICAL_COLUMNS, type CanonicalColumn } from '../model/canonical-column.ts';
import { LockstepError } from '../model/errors.ts';
import { sayUnknown } from './nearest.ts';
import { keepSecret, readSecretLater, type Secret } from './secret.ts';
import { SOURCE_FIELDS, SOURCE_KINDS, type SourceField, type SourceKind } from './source-fields.ts';

/** How the rows of a source become edges; see the flags `--map`, `--layer-of` and `--set`. */
export type SourceMapping = {
  readonly map: ReadonlyMap<CanonicalColumn, string>;
  readonly layerOf: ReadonlyMap<string, string>;
  readonly set: ReadonlyMap<CanonicalColumn, string>;
};

type EverySource = SourceMapping & {
  /** Nothing new for so long is an alarm; `null` = never. */
  readonly staleAfterMs: number | null;
};

/** `files`: absolute paths and patterns. */
export type FileSource = EverySource & { readonly kind: 'file'; readonly files: readonly string[] };

export type S3Source = EverySource & {
  readonly kind: 's3';
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly match: string | null;
  /** `null` = requests are not signed. */
  readonly credentials: {
    readonly accessKeyId: Secret;
    readonly secretAccessKey: Secret;
    readonly sessionToken: Secret | null;
  } | null;
};

export type PostgresSource = EverySource & {
  readonly kind: 'postgres';
  readonly url: Secret;
  readonly query: string;
  readonly cursor: string;
  readonly start: string | null;
  readonly lookback: { readonly ms: number } | { readonly count: number };
  readonly timeoutMs: number;
};

export type SourceChoice = FileSource | S3Source | PostgresSource;

/** What edges from files that no config names are pulled under. */
export const UNNAMED_SOURCE = 'file';

const NAME = /^[A-Za-z][\w.-]{0,63}$/;
const USUAL_REGION = 'us-east-1';
const USUAL_TIMEOUT_MS = 300_000;

/** The section `sources` of the config file at `path`, by name. */
export function readSources(value: unknown, path: string | null): ReadonlyMap<string, SourceChoice> {
  if (value == null) return new Map();
  if (!isRecord(value)) {
    throw new LockstepError(
      'config',
      `${path}: sources must hold names with settings, such as "logins: { kind: file, files: /data/*.csv.gz }".`,
    );
  }
  return new Map(
    Object.entries(value).map(([name, given]) => [name, readSource(name, given, `${path}: sources.${name}`)]),
  );
}

function readSource(name: string, given: unknown, place: string): SourceChoice {
  if (!NAME.test(name) || name === UNNAMED_SOURCE) {
    const reason =
      name === UNNAMED_SOURCE
        ? 'it stands for files that are named on the command line'
        : 'it must be a letter followed by at most 63 letters, digits, ".", "_" or "-"';
    throw new LockstepError('config', `${place}: a source cannot be called so, for ${reason}.`);
  }
  if (!isRecord(given)) {
    throw new LockstepError('config', `${place} must hold settings, such as { kind: file, files: /data/*.csv.gz }.`);
  }
  const { kind, ...rest } = given;
  if (kind === undefined) throw new LockstepError('config', `${place} has no kind: write ${SOURCE_KINDS.join(', ')}.`);
  const known = SOURCE_KINDS.find((one) => one === kind);
  if (known === undefined) {
    throw new LockstepError('config', `${place}.kind: ${sayUnknown('kind', String(kind), SOURCE_KINDS)}`);
  }
  refuseUnknown('key', given, ['kind', ...keysOf(known)], place);
  return Object.freeze(BUILD[known](rest, place));
}

function keysOf(kind: SourceKind): readonly string[] {
  const fields: Fields = SOURCE_FIELDS[kind];
  return Object.entries(fields).flatMap(([key, { isSecret }]) => (isSecret === true ? [key, `${key}_file`] : [key]));
}

function refuseUnknown(what: string, given: unknown, known: readonly string[], place: string): void {
  for (const key of isRecord(given) ? Object.keys(given) : []) {
    if (!known.includes(key)) throw new LockstepError('config', `${place}: ${sayUnknown(what, key, known)}`);
  }
}

const BUILD: { readonly [kind in SourceKind]: (given: Given, place: string) => SourceChoice } = {
  file: (given, place) => {
    const files = read(SOURCE_FIELDS.file, 'files', given, place) ?? missing('files', place);
    return { kind: 'file', files: files.map((file) => resolve(file)), ...readCommon(given, place) };
  },
  s3: (given, place) => {
    const take = <Key extends keyof typeof SOURCE_FIELDS.s3>(key: Key) => read(SOURCE_FIELDS.s3, key, given, place);
    const region = take('region') ?? USUAL_REGION;
    return {
      kind: 's3',
      endpoint: take('endpoint') ?? `https://s3.${region}.amazonaws.com`,
      region,
      bucket: take('bucket') ?? missing('bucket', place),
      prefix: take('prefix') ?? '',
      match: take('match') ?? null,
      credentials: readCredentials(given, place),
      ...readCommon(given, place),
    };
  },
  postgres: (given, place) => {
    const fields = SOURCE_FIELDS.postgres;
    const take = <Key extends keyof typeof fields>(key: Key) => read(fields, key, given, place);
    return {
      kind: 'postgres',
      url: readSecret(fields, 'url', given, place) ?? missing('url', place),
      query: take('query') ?? missing('query', place),
      cursor: take('cursor') ?? missing('cursor', place),
      start: take('start') ?? null,
      lookback: take('lookback') ?? { count: 0 },
      timeoutMs: take('timeout') ?? USUAL_TIMEOUT_MS,
      ...readCommon(given, place),
    };
  },
};

function readCredentials(given: Given, place: string): S3Source['credentials'] {
  const fields = SOURCE_FIELDS.s3;
  const accessKeyId = readSecret(fields, 'access_key_id', given, place);
  const secretAccessKey = readSecret(fields, 'secret_access_key', given, place);
  const sessionToken = readSecret(fields, 'session_token', given, place);
  if (accessKeyId !== null && secretAccessKey !== null) return { accessKeyId, secretAccessKey, sessionToken };
  if (accessKeyId === null && secretAccessKey === null && sessionToken === null) return null;
  const lacking = accessKeyId === null ? 'access_key_id' : 'secret_access_key';
  throw new LockstepError('config', `${place} has only a part of its credentials: add ${lacking} or ${lacking}_file.`);
}

function readCommon(given: Given, place: string): EverySource {
  for (const key of ['map', 'set'] as const) refuseUnknown('column', given[key], CANONICAL_COLUMNS, `${place}.${key}`);
  const take = <Key extends keyof typeof SOURCE_FIELDS.file>(key: Key) => read(SOURCE_FIELDS.file, key, given, place);
  return {
    map: new Map(take('map')),
    layerOf: new Map(take('layer_of')),
    set: new Map(take('set')),
    staleAfterMs: take('stale_after') ?? null,
  };
}

type Given = { readonly [key: string]: unknown };
type Fields = { readonly [key: string]: SourceField };

function read<F extends Fields, Key extends keyof F & string>(
  fields: F,
  key: Key,
  given: Given,
  place: string,
): z.output<F[Key]['schema']> | null {
  const value = given[key];
  if (value == null) return null;
  const { schema, expects, isSecret } = fields[key] as SourceField;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as z.output<F[Key]['schema']>;
  const shown = isSecret === true ? 'what it holds' : JSON.stringify(value);
  throw new LockstepError('config', `${place}.${key} cannot be ${shown}; it must be ${expects}.`);
}

/** A secret in a file is read when it is needed: who pulls nothing need not be able to. */
function readSecret(fields: Fields, key: string, given: Given, place: string): Secret | null {
  const plain = read(fields, key, given, place);
  const file = given[`${key}_file`];
  if (file == null) return plain === null ? null : keepSecret(String(plain));
  if (plain !== null) throw new LockstepError('config', `${place} has ${key} and ${key}_file: keep one of them.`);
  if (typeof file === 'string' && file !== '') return readSecretLater(resolve(file), `${place}.${key}_file`);
  throw new LockstepError('config', `${place}.${key}_file must be the path of a file.`);
}

function missing(key: string, place: string): never {
  throw new LockstepError('config', `${place} has no ${key}: add it.`);
}

function isRecord(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
