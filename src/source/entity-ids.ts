import { hash } from 'node:crypto';
import { LONGEST_ID_BYTES } from '../model/edge.ts';
import { ByteInterner } from './byte-interner.ts';
import { canonicalAddress } from './canonical-address.ts';
import { reasonAgainstText } from './check-text.ts';
import { createPseudonymizer, type IdentifierKind } from './pseudonym.ts';
import type { PseudonymKeys } from './pseudonym-keys.ts';

const NOT_AN_ADDRESS = 'is not an IPv4 or IPv6 address';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** What raw ids of one kind became, so that an address is parsed and an id hashed once, however many rows hold it. */
type Memo = {
  readonly raw: ByteInterner;
  entityOf: Uint32Array;
  readonly rename: (id: Uint8Array) => string;
};

/** Numbers entities. Ids of machines get their canonical form, and their pseudonym when there is a key. */
export class EntityIds {
  readonly interner = new ByteInterner();
  private readonly memos: { readonly device: Memo | null; readonly ip: Memo };

  constructor(keys: PseudonymKeys | null) {
    const nameAddress = keys === null ? null : createPseudonymizer(keys.current, 'ip');
    const renameAddress = (id: Uint8Array) => {
      const address = canonicalAddress(decoder.decode(id)) ?? '';
      return nameAddress === null ? address : nameAddress(encoder.encode(address));
    };
    this.memos = {
      device: keys === null ? null : createMemo(createPseudonymizer(keys.current, 'device')),
      ip: createMemo(renameAddress),
    };
  }

  /** Why the entity cannot be one, or `null`. Numbers nothing. */
  reasonAgainst(kind: IdentifierKind | 'none', bytes: Uint8Array, start: number, end: number): string | null {
    if (kind === 'ip' && end - start <= LONGEST_ID_BYTES && this.memos.ip.raw.find(bytes, start, end) >= 0) return null;
    const reason = reasonAgainstText(bytes, start, end);
    if (reason !== null || kind !== 'ip') return reason;
    return canonicalAddress(decoder.decode(bytes.subarray(start, end))) === null ? NOT_AN_ADDRESS : null;
  }

  /** The entity's number; -1 when it cannot be one (`reasonAgainst` says why), and then nothing was numbered. */
  intern(kind: IdentifierKind | 'none', bytes: Uint8Array, start: number, end: number): number {
    const memo = kind === 'none' ? null : this.memos[kind];
    const interner = memo === null ? this.interner : memo.raw;
    if (end - start <= LONGEST_ID_BYTES) {
      const known = interner.find(bytes, start, end);
      if (known >= 0) return memo === null ? known : (memo.entityOf[known] as number);
    }
    if (this.reasonAgainst(kind, bytes, start, end) !== null) return -1;
    if (end - start > LONGEST_ID_BYTES) {
      const short = encoder.encode(`sha256:${hash('sha256', bytes.subarray(start, end), 'hex')}`);
      return this.intern(kind, short, 0, short.length);
    }
    const number = interner.intern(bytes, start, end);
    return memo === null ? number : this.rename(memo, number, bytes.subarray(start, end));
  }

  private rename(memo: Memo, raw: number, id: Uint8Array): number {
    const name = encoder.encode(memo.rename(id));
    const entity = this.interner.intern(name, 0, name.length);
    if (raw === memo.entityOf.length) {
      const grown = new Uint32Array(2 * raw);
      grown.set(memo.entityOf);
      memo.entityOf = grown;
    }
    memo.entityOf[raw] = entity;
    return entity;
  }
}

function createMemo(rename: (id: Uint8Array) => string): Memo {
  return { raw: new ByteInterner(), entityOf: new Uint32Array(1024), rename };
}
