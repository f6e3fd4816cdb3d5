import { formatDuration } from './duration.ts';
import type { Config } from './load-config.ts';
import { SETTING_NAMES, SETTINGS } from './settings.ts';

export type ConfigLine = {
  readonly key: string;
  readonly value: string;
  readonly from: string;
  readonly about: string;
};

/** Every key with its value and where that came from. Of a secret only its version is shown. */
export function describeConfig(config: Config): readonly ConfigLine[] {
  const settings = SETTING_NAMES.map((key) => ({
    key,
    value: key === 'pseudonym_key' ? redactKeys(config) : String(config[key]),
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
  return [...settings, ...layers];
}

function redactKeys({ pseudonym_key: keys }: Config): string {
  return keys.length === 0 ? 'none' : keys.map(({ version }) => `${version}:(32 bytes, not shown)`).join(',');
}
