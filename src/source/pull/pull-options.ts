import type { Config } from '../../config/load-config.ts';
import type { SourceMapping } from '../../config/source-choice.ts';
import { LockstepError } from '../../model/errors.ts';
import { parsePseudonymKeys } from '../pseudonym-keys.ts';
import { DEFAULT_READ_OPTIONS, identifierByName, type ReadOptions } from '../read-options.ts';

/**
 * How rows are read on their way into a store: as `sweep` reads them from a file, so that both come to the same bytes. Without a
 * key the first row of a layer of devices or addresses is `refused`, before the batch that it stands in is complete, unless the
 * config allows raw ids.
 */
export function pullOptionsOf(
  config: Pick<Config, 'ids' | 'pseudonym_key' | 'allow_raw_ids'>,
  { map, layerOf, set }: SourceMapping,
): Omit<ReadOptions, 'keepRejectedRows'> {
  const keys = config.pseudonym_key === null ? null : parsePseudonymKeys(config.pseudonym_key.reveal());
  const refusesRaw = keys === null && !config.allow_raw_ids;
  const identifiers: ReadOptions['identifiers'] = (layer) => {
    const kind = config.ids.get(layer) ?? identifierByName(layer);
    if (kind === 'none' || !refusesRaw) return kind;
    throw new LockstepError(
      'refused',
      `Layer ${JSON.stringify(layer)} holds raw ids of kind ${kind}, and there is no key to replace them by pseudonyms: set LOCKSTEP_PSEUDONYM_KEY (lockstep config new-key makes one), or LOCKSTEP_ALLOW_RAW_IDS=true to store them as they are.`,
    );
  };
  return { ...DEFAULT_READ_OPTIONS, map, layerOf, set, identifiers, keys };
}
