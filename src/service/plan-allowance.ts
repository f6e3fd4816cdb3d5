import type { Config } from '../config/load-config.ts';
import { LONGEST_ID_BYTES } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { AllowlistEntry } from '../model/run.ts';
import { nameEntity } from '../source/name-entity.ts';
import { parsePseudonymKeys } from '../source/pseudonym-keys.ts';
import { identifierByName } from '../source/read-options.ts';

export type AllowanceRequest = Omit<AllowlistEntry, 'until'> & {
  /** Ms since 1970; `null` = for ever. */
  readonly until: number | null;
};

type IdConfig = Pick<Config, 'ids' | 'pseudonym_key' | 'allow_raw_ids'>;

/**
 * The entry of an allowlist that matches what `ingest` stores: devices and addresses are named as they are on the way in, by
 * their canonical form under the key. Throws `usage` for what can match nothing, `config` for ids that may not be kept raw.
 */
export function planAllowance(request: AllowanceRequest, config: IdConfig, now: number): AllowlistEntry {
  const { kind, layer, id, reason, author, until } = request;
  if (reason.trim() === '')
    throw new LockstepError('usage', '--reason is empty: say in a sentence why it is innocent.');
  if (until !== null && until <= now)
    throw new LockstepError('usage', '--until lies in the past: nothing would be allowed.');
  if (kind === 'account' && Buffer.byteLength(id) > LONGEST_ID_BYTES)
    throw new LockstepError('usage', `The id of the account has more than ${LONGEST_ID_BYTES} bytes: no account has.`);
  const name = kind === 'account' ? nameEntity(id, 'none', null) : nameIn(layer, id, config);
  return { kind, layer, id: name, reason, author, until: until === null ? null : new Date(until).toISOString() };
}

function nameIn(layer: string | null, id: string, { ids, pseudonym_key, allow_raw_ids }: IdConfig): string {
  const kind = layer === null ? 'none' : (ids.get(layer) ?? identifierByName(layer));
  if (kind !== 'none' && pseudonym_key === null && !allow_raw_ids) {
    throw new LockstepError(
      'config',
      `Ids of layer ${layer} are kept under a key, and none is set: set LOCKSTEP_PSEUDONYM_KEY as for ingest, or LOCKSTEP_ALLOW_RAW_IDS=true.`,
    );
  }
  return nameEntity(id, kind, pseudonym_key === null ? null : parsePseudonymKeys(pseudonym_key.reveal()));
}
