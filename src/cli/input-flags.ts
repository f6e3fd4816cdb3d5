import type { Command } from 'commander';
import type { Config } from '../config/load-config.ts';
import { CANONICAL_COLUMNS, type CanonicalColumn } from '../model/canonical-column.ts';
import { LockstepError } from '../model/errors.ts';
import type { InputSpec } from '../service/input-spec.ts';
import { parsePairs } from './parse-pairs.ts';

export type InputFlags = {
  readonly map?: readonly string[];
  readonly layerOf?: readonly string[];
  readonly set?: readonly string[];
  readonly keepRejectedRows?: boolean;
  readonly pseudonymize?: boolean;
};

/** Collects a flag that may be given several times. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** How rows are read: shared by all verbs that read edge files. */
export function addInputFlags(command: Command): Command {
  return command
    .option('--map <column=name>', 'name of a column in the file, such as account=user_id', gather)
    .option(
      '--layer-of <layer=column>',
      'read a wide table, a layer a column, such as device=device_id,ip=ip_addr',
      gather,
    )
    .option('--set <column=value>', 'give every row the same value, such as layer=retweet', gather)
    .option('--keep-rejected-rows', 'write rejected rows with their values, not only where they stand')
    .option('--pseudonymize', 'replace device and address ids by keyed ones, by a key for this run when none is set');
}

export function inputSpecOf(files: readonly string[], flags: InputFlags, config: Config): InputSpec {
  if (files.length === 0) {
    throw new LockstepError('usage', 'No input was named: give one or more edge files, or - for standard input.');
  }
  const key = config.pseudonym_key;
  return {
    files,
    map: columnPairs('--map', flags.map),
    layerOf: parsePairs('--layer-of', flags.layerOf ?? []),
    set: columnPairs('--set', flags.set),
    keepRejectedRows: flags.keepRejectedRows ?? false,
    ids: [...config.ids],
    pseudonyms: key !== null ? { key: key.reveal() } : flags.pseudonymize === true ? 'once' : null,
  };
}

export function columnPairs(
  flag: string,
  texts: readonly string[] = [],
): readonly (readonly [CanonicalColumn, string])[] {
  return parsePairs(flag, texts, CANONICAL_COLUMNS).flatMap(([name, value]) =>
    CANONICAL_COLUMNS.filter((column) => column === name).map((column) => [column, value] as const),
  );
}
