import { LockstepError } from '../model/errors.ts';
import { sayUnknown } from './nearest.ts';
import { envNameOf, SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';

export type Environment = { readonly [name: string]: string | undefined };
export type EnvironmentValues = {
  readonly configFile: string | null;
  readonly values: ReadonlyMap<string, { readonly value: string; readonly from: string }>;
};

const PREFIX = 'LOCKSTEP_';
/** Switches of the test suite; the product does not read them. */
const TEST_PREFIX = 'LOCKSTEP_TEST_';
const CONFIG_FILE = 'LOCKSTEP_CONFIG';

/** The raw values of all `LOCKSTEP_*` variables. The only reader of the process's environment; an empty one counts as unset. */
export function readEnv(env: Environment = process.env): EnvironmentValues {
  const nameOf = new Map<string, string>(SETTING_NAMES.map((name) => [envNameOf(name), name]));
  const secrets = SETTING_NAMES.filter((name: SettingName) => 'isSecret' in SETTINGS[name]);
  for (const name of secrets) nameOf.set(`${envNameOf(name)}_FILE`, `${name}_file`);
  const values = new Map<string, { readonly value: string; readonly from: string }>();
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || variable.startsWith(TEST_PREFIX) || variable === CONFIG_FILE || !value)
      continue;
    const name = nameOf.get(variable);
    if (name === undefined) {
      throw new LockstepError(
        'config',
        `${sayUnknown('environment variable', variable, [...nameOf.keys(), CONFIG_FILE])}`,
      );
    }
    values.set(name, { value, from: variable });
  }
  return { configFile: env[CONFIG_FILE] || null, values };
}
