import { LockstepError } from '../model/errors.ts';
import { stringAt } from '../model/string-table.ts';
import { hashBytes } from './byte-interner.ts';
import { EntityIds, type EntityKind } from './entity-ids.ts';
import type { PseudonymKeys } from './pseudonym-keys.ts';

/** What `createPseudonymizer` makes, and no device or address looks like. */
const PSEUDONYM = /^v[1-9]\d{0,5}:[0-9a-f]{32}$/;

/**
 * What an entity is called once it is read in: its canonical form, keyed when its kind is and there are keys, its digest when it
 * is long. A pseudonym, as reports show it, stays what it is. Throws `usage` for what no reader would take.
 */
export function nameEntity(id: string, kind: EntityKind, keys: PseudonymKeys | null): string {
  if (kind !== 'none' && keys !== null && PSEUDONYM.test(id)) return id;
  const ids = new EntityIds(keys);
  const bytes = new TextEncoder().encode(id);
  const reason = id === '' ? 'is empty' : ids.reasonAgainst(kind, bytes, 0, bytes.length);
  if (reason !== null) throw new LockstepError('usage', `The id ${reason}: write it as the source does.`);
  const number = ids.intern(kind, bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  return stringAt(ids.interner.toTable(), number);
}
