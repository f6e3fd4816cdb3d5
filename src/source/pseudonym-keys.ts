import { LockstepError } from '../model/errors.ts';

export type PseudonymKey = {
  /** `v1`, `v2`, …: stands before each pseudonym made with the key, and in the config digest. */
  readonly version: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
};

/** Ids are written with `current`; while rotating, `previous` tells what the same id was called before. */
export type PseudonymKeys = { readonly current: PseudonymKey; readonly previous: readonly PseudonymKey[] };

const KEY_BYTES = 32;
const HELP =
  'write 32 bytes as 64 hexadecimal digits or as base64, or several with the one in use first as v2:…,v1:… (lockstep config new-key makes one)';

/** Reads LOCKSTEP_PSEUDONYM_KEY. No message holds any part of a key. */
export function parsePseudonymKeys(text: string): PseudonymKeys {
  const entries = text.trim().split(',');
  const keys = entries.map((entry, place) => parseKey(entry.trim(), place, entries.length));
  const [current, ...previous] = keys;
  if (current === undefined) throw new LockstepError('config', `The pseudonym key is empty: ${HELP}.`);
  for (const [place, key] of keys.entries()) {
    const twin = keys.find((other, before) => before < place && isSame(key, other));
    if (twin !== undefined) {
      throw new LockstepError(
        'config',
        `Pseudonym keys ${keys.indexOf(twin) + 1} and ${place + 1} have the same version or the same bytes: give each key of a rotation its own.`,
      );
    }
  }
  return { current, previous };
}

function parseKey(entry: string, place: number, count: number): PseudonymKey {
  const colon = entry.indexOf(':');
  const which = count === 1 ? 'The pseudonym key' : `Pseudonym key ${place + 1} of ${count}`;
  if (entry === '') throw new LockstepError('config', `${which} is empty: ${HELP}.`);
  if (colon < 0 && count > 1) throw new LockstepError('config', `${which} has no version before it: ${HELP}.`);
  const version = colon < 0 ? 'v1' : entry.slice(0, colon);
  if (!/^v[1-9]\d{0,5}$/.test(version)) {
    throw new LockstepError('config', `${which} has a version that is not v1, v2, … before its colon: ${HELP}.`);
  }
  const bytes = decodeKey(entry.slice(colon + 1));
  if (bytes === null) throw new LockstepError('config', `${which} is not 32 bytes of hex or base64: ${HELP}.`);
  return { version, bytes };
}

function decodeKey(text: string): Uint8Array | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  // 32 bytes are 43 digits of base64 (or base64url) and one sign of padding.
  if (!/^(?:[A-Za-z0-9+/]{43}|[A-Za-z0-9_-]{43})=?$/.test(text)) return null;
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return bytes.length === KEY_BYTES ? bytes : null;
}

function isSame(a: PseudonymKey, b: PseudonymKey): boolean {
  return a.version === b.version || Buffer.compare(a.bytes, b.bytes) === 0;
}
