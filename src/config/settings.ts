import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
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
    about: 'zone of dates that are given without an offset',
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
    schema: z.union([
      z.boolean(),
      z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
    ]),
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
} as const;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

export function envNameOf(name: SettingName): string {
  return `LOCKSTEP_${name.toUpperCase()}`;
}
