import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import type { AllowlistEntry } from '../../model/run.ts';
import { makeEvent } from './make-event.ts';

export type AllowlistChange = {
  /** Made by the caller, one a change (a UUID): an id made from the entry could be guessed back to an address. */
  readonly id: string;
  readonly change: 'added' | 'ended';
  /** `author` is who made this change. */
  readonly entry: AllowlistEntry;
};

/**
 * For the transaction of `allow` or `endAllowance`. All changes have one subject, so that they arrive in order and no account
 * stands in a subject. The id of an entity, which may be a device or an address, stays here.
 */
export function allowlistChanged({ id, change, entry }: AllowlistChange, hash: Hash): NewEvent {
  const { kind, layer, reason, author, until } = entry;
  const account_id = kind === 'account' ? entry.id : null;
  const data = { change, kind, account_id, layer, reason, author, until };
  return makeEvent({ type: 'lockstep.allowlist.changed.v1', subject: 'allowlist', key: [id], data }, hash);
}
