import { LockstepError } from '../model/errors.ts';

/** A key that turns device and address ids into pseudonyms. The version is public: it is written beside each pseudonym. */
export type PseudonymKey = { readonly version: string; readonly bytes: Uint8Array };

export const KEY_BYTES = 32;

/**
 * Reads `LOCKSTEP_PSEUDONYM_KEY`: 32 bytes as hex or base64, or `v2:…,v1:…` while rotating, the first being the one
 * that new ids are written with. Never repeats any part of a key in an error.
 */
export function parsePseudonymKeys(text: string): readonly PseudonymKey[] {
  const parts = text.split(',').map((part) => part.trim());
  const keys = parts.map((part) => {
    const match = /^(?:(v[1-9]\d{0,5}):)?(.+)$/.exec(part);
    const bytes = decodeKey(match?.[2] ?? '');
    if (bytes === null || (match?.[1] === undefined && parts.length > 1)) {
      throw new LockstepError(
        'config',
        'The pseudonym key must be 32 bytes in hex or base64, or a list v2:…,v1:… of such keys; "lockstep config new-key" makes one.',
      );
    }
    return { version: match?.[1] ?? 'v1', bytes };
  });
  const versions = keys.map(({ version }) => version);
  const twice = versions.find((version, i) => versions.indexOf(version) !== i);
  if (twice !== undefined)
    throw new LockstepError(
      'config',
      `The pseudonym key has version ${twice} twice: give each key a version of its own.`,
    );
  return keys;
}

function decodeKey(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  // 32 bytes are 43 characters of base64, and one of padding; both alphabets are in use.
  if (/^[0-9a-z+/_-]{43}=?$/i.test(text))
    return new Uint8Array(Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64'));
  return null;
}
