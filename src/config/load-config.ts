import type { z } from 'zod';
import { LockstepError } from '../model/errors.ts';
import type { LayerChoice } from '../model/layer.ts';
import { type IdKind, type LayerSetting, readLayerSetting, splitLayerFlag } from './layer-choice.ts';
import { sayUnknown } from './nearest.ts';
import { readConfigFile } from './read-config-file.ts';
import { type Environment, readEnv } from './read-env.ts';
import { readSecretFile } from './secret.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';
import { readSources, type SourceChoice } from './source-choice.ts';

type Values = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

export type Config = Values & {
  readonly layers: ReadonlyMap<string, LayerChoice>;
  /** What the entities of a layer are, where that was said. */
  readonly ids: ReadonlyMap<string, IdKind>;
  /** Where edges are pulled from, by name. */
  readonly sources: ReadonlyMap<string, SourceChoice>;
  /** Where each value came from: a flag, a variable, the config file, or `default`. */
  readonly origins: ReadonlyMap<SettingName, string>;
};

/** What the command line says: values as typed, `layers` as given to `--layer`, `configFile` as given to `--config`. */
export type ConfigFlags = {
  readonly values?: { readonly [Name in SettingName]?: string | undefined };
  readonly layers?: readonly string[] | undefined;
  readonly configFile?: string | undefined;
};

type Raw = { readonly value: unknown; readonly from: string };

/** Flags > environment > file > defaults, checked and frozen. The one door to settings for everything above. */
export function loadConfig(flags: ConfigFlags = {}, env?: Environment): Config {
  const environment = readEnv(env);
  const path = flags.configFile ?? environment.configFile;
  const file = path === null ? {} : readConfigFile(path);
  if (path !== null) refuseUnknownKeys(path, file);
  const origins = new Map<SettingName, string>();
  const resolve = <Name extends SettingName>(name: Name): Values[Name] => {
    const raw = firstOf(name, flags, environment.values, file, path);
    origins.set(name, raw?.from ?? 'default');
    return (raw === null ? SETTINGS[name].fallback() : check(name, raw)) as Values[Name];
  };
  const values = Object.fromEntries(SETTING_NAMES.map((name) => [name, resolve(name)])) as Values;
  const layers = collectLayers(file['layers'], path, flags.layers ?? []);
  return Object.freeze({
    ...values,
    origins,
    layers: new Map([...layers].map(([name, { choice }]) => [name, Object.freeze(choice)])),
    ids: new Map([...layers].flatMap(([name, { id }]) => (id === null ? [] : [[name, id] as const]))),
    sources: readSources(file['sources'], path),
  });
}

function refuseUnknownKeys(path: string, file: { readonly [key: string]: unknown }): void {
  const secrets = SETTING_NAMES.filter((name) => 'isSecret' in SETTINGS[name]).map((name) => `${name}_file`);
  const known = [...SETTING_NAMES, ...secrets, 'layers', 'sources'];
  for (const key of Object.keys(file)) {
    if (!known.includes(key)) throw new LockstepError('config', `${path}: ${sayUnknown('key', key, known)}`);
  }
}

function firstOf(
  name: SettingName,
  flags: ConfigFlags,
  environment: ReadonlyMap<string, Raw>,
  file: { readonly [key: string]: unknown },
  path: string | null,
): Raw | null {
  const flag = flags.values?.[name];
  if (flag !== undefined) return { value: flag, from: `--${name.replaceAll('_', '-')}` };
  const fromFile = (key: string): Raw | undefined =>
    file[key] == null ? undefined : { value: file[key], from: `${path}` };
  for (const source of [(key: string) => environment.get(key), fromFile]) {
    const plain = source(name);
    const inFile = source(`${name}_file`);
    if (plain !== undefined && inFile !== undefined) {
      throw new LockstepError('config', `${name} and ${name}_file are both set in ${plain.from}: keep one of them.`);
    }
    if (plain !== undefined) return plain;
    if (inFile !== undefined) {
      return { value: readSecretFile(String(inFile.value), inFile.from), from: inFile.from };
    }
  }
  return null;
}

function check(name: SettingName, { value, from }: Raw): unknown {
  const { schema, expects } = SETTINGS[name];
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const shown = 'isSecret' in SETTINGS[name] ? 'what it holds' : `"${String(value)}"`;
  throw new LockstepError('config', `${from}: ${name} cannot be ${shown}; it must be ${expects}.`);
}

/** A layer's settings from the flags go over those of the file, field by field. */
function collectLayers(
  fromFile: unknown,
  path: string | null,
  fromFlags: readonly string[],
): ReadonlyMap<string, LayerSetting> {
  const fields = new Map<string, { readonly [field: string]: unknown }>();
  if (fromFile != null && (typeof fromFile !== 'object' || Array.isArray(fromFile))) {
    throw new LockstepError(
      'config',
      `${path}: layers must hold a name with settings, such as "retweet: { type: action, span: 60s }".`,
    );
  }
  for (const [name, value] of Object.entries(fromFile ?? {})) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new LockstepError(
        'config',
        `${path}: layer "${name}" must hold settings, such as { type: action, span: 60s }.`,
      );
    }
    fields.set(name, { ...value });
  }
  for (const text of fromFlags) {
    const flag = splitLayerFlag(text);
    fields.set(flag.name, { ...fields.get(flag.name), ...flag.fields });
  }
  return new Map([...fields].map(([name, given]) => [name, readLayerSetting(name, given)]));
}
