import { describeSource } from './describe-source.ts';
import { formatDuration } from './duration.ts';
import type { Config } from './load-config.ts';
import { duration, SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';

export type ConfigLine = {
  readonly key: string;
  readonly value: string;
  readonly from: string;
  readonly about: string;
};

/** Every key with its value and where that came from. Of a secret only whether it is set. */
export function describeConfig(config: Config): readonly ConfigLine[] {
  const settings = SETTING_NAMES.map((key) => ({
    key,
    value: shownValue(config, key),
    from: config.origins.get(key) ?? 'default',
    about: SETTINGS[key].about,
  }));
  const layers = [...config.layers].map(([name, { type, spanMs, cap, minShared }]) => ({
    key: `layers.${name}`,
    value: [
      ...(type === undefined ? [] : [`type=${type}`]),
      ...(spanMs === undefined ? [] : [`span=${formatDuration(spanMs)}`]),
      ...(cap === undefined ? [] : [`cap=${cap}`]),
      ...(minShared === undefined ? [] : [`min_shared=${minShared}`]),
      ...(config.ids.has(name) ? [`id=${config.ids.get(name)}`] : []),
    ].join(','),
    from: 'file or --layer',
    about: 'settings of one layer',
  }));
  const sources = [...config.sources].map(([name, source]) => ({
    key: `sources.${name}`,
    value: describeSource(source),
    from: 'file',
    about: 'where edges are pulled from',
  }));
  return [...settings, ...layers, ...sources];
}

function shownValue(config: Config, key: SettingName): string {
  const value = config[key];
  if (value === null) return 'none';
  if (typeof value === 'number' && isDuration(key)) return formatDuration(value);
  // A URL may carry a password.
  return isSecret(key) ? 'set, not shown' : String(value).replace(/\/\/[^@/]*@/, '//…@');
}

function isDuration(key: SettingName): boolean {
  const { schema }: { readonly schema: unknown } = SETTINGS[key];
  return schema === duration;
}

function isSecret(key: SettingName): boolean {
  return 'isSecret' in SETTINGS[key];
}
