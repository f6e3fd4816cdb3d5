import { z } from 'zod';
import { LockstepError } from '../model/errors.ts';
import type { LayerChoice } from '../model/layer.ts';
import { parseDuration } from './duration.ts';
import { sayUnknown } from './nearest.ts';

/** What the entities of a layer are, which decides how they are made canonical and keyed. */
export const ID_KINDS = ['device', 'ip', 'none'] as const;
export type IdKind = (typeof ID_KINDS)[number];

export type LayerSetting = { readonly choice: LayerChoice; readonly id: IdKind | null };

const wholeNumber = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().int().min(1).max(0xffff_ffff));

const FIELDS = {
  type: {
    schema: z.enum(['resource', 'action', 'interaction', 'taste']),
    expects: 'resource, action, interaction or taste',
  },
  span: { schema: z.string().transform(parseDuration), expects: 'a duration such as 60s, 10m or 1d' },
  cap: { schema: wholeNumber, expects: 'a whole number from 1 on' },
  min_shared: { schema: wholeNumber, expects: 'a whole number from 1 on' },
  id: { schema: z.enum(ID_KINDS), expects: ID_KINDS.join(', ') },
} as const;

type FieldName = keyof typeof FIELDS;

/** The settings of one layer, as they stand in the config file or after the colon of `--layer name:type=action,span=60s`. */
export function readLayerSetting(layer: string, fields: { readonly [field: string]: unknown }): LayerSetting {
  const read = <Name extends FieldName>(name: Name): z.output<(typeof FIELDS)[Name]['schema']> | undefined => {
    const value = fields[name];
    if (value === undefined) return undefined;
    const parsed = FIELDS[name].schema.safeParse(value);
    if (parsed.success) return parsed.data as z.output<(typeof FIELDS)[Name]['schema']>;
    throw new LockstepError(
      'config',
      `Layer "${layer}": ${name} is "${String(value)}" and must be ${FIELDS[name].expects}.`,
    );
  };
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new LockstepError('config', `Layer "${layer}": ${sayUnknown('setting', name, Object.keys(FIELDS))}`);
    }
  }
  const [type, spanMs, cap, minShared] = [read('type'), read('span'), read('cap'), read('min_shared')];
  return {
    id: read('id') ?? null,
    choice: {
      ...(type === undefined ? {} : { type }),
      ...(spanMs === undefined ? {} : { spanMs }),
      ...(cap === undefined ? {} : { cap }),
      ...(minShared === undefined ? {} : { minShared }),
    },
  };
}

/** Parts `name:type=action,span=60s,cap=1000`; the name ends at the last colon before the first `=`. */
export function splitLayerFlag(text: string): {
  readonly name: string;
  readonly fields: { readonly [field: string]: string };
} {
  const firstEquals = text.indexOf('=');
  const colon = text.lastIndexOf(':', firstEquals === -1 ? text.length : firstEquals);
  if (colon <= 0 || firstEquals === -1) {
    throw new LockstepError(
      'usage',
      `"${text}" is not a layer setting: write name:type=action,span=60s,cap=1000,min_shared=2.`,
    );
  }
  const entries = text
    .slice(colon + 1)
    .split(',')
    .map((part): [string, string] => {
      const equals = part.indexOf('=');
      if (equals <= 0)
        throw new LockstepError(
          'usage',
          `"${part}" in the layer setting "${text}" has no value: write it as key=value.`,
        );
      return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    });
  return { name: text.slice(0, colon), fields: Object.fromEntries(entries) };
}
