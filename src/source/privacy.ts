import type { Report } from '../model/report.ts';
import { parsePseudonymKeys } from './pseudonym-keys.ts';

/** The configured key, `once` = a key for this run alone, which nobody keeps, `null` = ids stay as they are. */
export type Pseudonyms = { readonly key: string } | 'once' | null;

/** What the report says of the ids in it. */
export function privacyOf(pseudonyms: Pseudonyms): Report['privacy'] {
  if (pseudonyms === null) {
    return {
      ids: 'raw',
      key_version: null,
      note: 'Device and address ids stand in these files as they came in (IPv6 cut to /64): keep them as safe as the input, or sweep with --pseudonymize.',
    };
  }
  if (pseudonyms === 'once') {
    return {
      ids: 'pseudonymized',
      key_version: 'one-run',
      note: 'Device and address ids are keyed by a key that was made for this run and forgotten: they cannot be matched with those of any other run.',
    };
  }
  const { current } = parsePseudonymKeys(pseudonyms.key);
  return {
    ids: 'pseudonymized',
    key_version: current.version,
    note: `Device and address ids are keyed by HMAC-SHA256 under key ${current.version}: who holds the key can compute them, nobody can reverse them.`,
  };
}
