import { hash } from 'node:crypto';
import { LONGEST_ID_BYTES } from '../model/edge.ts';
import { ByteInterner, hashBytes } from './byte-interner.ts';
import { canonicalAddress } from './canonical-address.ts';
import { reasonAgainstText } from './check-text.ts';
import { readIpv4 } from './ipv4.ts';
import { createPseudonymizer, type IdentifierKind } from './pseudonym.ts';
import type { PseudonymKey, PseudonymKeys } from './pseudonym-keys.ts';

export type EntityKind = IdentifierKind | 'none';

const NOT_AN_ADDRESS = 'is not an IPv4 or IPv6 address';
const encoder = new TextEncoder();

/** What raw ids of one kind became, so that an address is parsed and an id hashed once, however many rows hold it. */
type Memo = {
  readonly raw: ByteInterner;
  entityOf: Uint32Array;
  /** The name of an id that is in order, and those that it had under older keys. */
  readonly rename: Namer;
  readonly former: readonly Namer[];
};

type Namer = (id: Uint8Array) => string;

/** Numbers entities. Ids of machines get their canonical form, and their pseudonym when there is a key. */
export class EntityIds {
  readonly interner = new ByteInterner();
  /** While keys rotate: what an entity, by its number, was called under older ones. */
  readonly formerNames = new Map<number, readonly string[]>();
  private readonly memos: { readonly device: Memo | null; readonly ip: Memo };
  private readonly hasKeys: boolean;

  constructor(keys: PseudonymKeys | null) {
    this.hasKeys = keys !== null;
    const previous = keys?.previous ?? [];
    this.memos = {
      device: keys === null ? null : createMemo(createDeviceNamer(keys.current), previous.map(createDeviceNamer)),
      ip: createMemo(createAddressNamer(keys?.current ?? null), previous.map(createAddressNamer)),
    };
  }

  /** Begins anew with number 0. */
  clear(): void {
    this.interner.clear();
    this.memos.device?.raw.clear();
    this.memos.ip.raw.clear();
    this.formerNames.clear();
  }

  /** See `ByteInterner.touch`. */
  touch(hash: number): number {
    const near = this.interner.touch(hash);
    return this.memos.device === null ? near : near + this.memos.device.raw.touch(hash) + this.memos.ip.raw.touch(hash);
  }

  /** Why the entity cannot be one, or `null`. Numbers nothing. */
  reasonAgainst(kind: EntityKind, bytes: Uint8Array, start: number, end: number): string | null {
    const reason = reasonAgainstText(bytes, start, end);
    if (reason !== null || kind !== 'ip') return reason;
    return canonicalAddress(bytes, start, end) === null ? NOT_AN_ADDRESS : null;
  }

  /** The entity's number; -1 when it cannot be one (`reasonAgainst` says why), and then nothing was numbered. */
  intern(kind: EntityKind, bytes: Uint8Array, start: number, end: number, hash: number): number {
    const memo = this.memoOf(kind, bytes, start, end);
    const interner = memo === null ? this.interner : memo.raw;
    if (end - start <= LONGEST_ID_BYTES) {
      const known = interner.find(bytes, start, end, hash);
      if (known >= 0) return memo === null ? known : (memo.entityOf[known] as number);
    }
    if (this.reasonAgainst(kind, bytes, start, end) !== null) return -1;
    if (end - start > LONGEST_ID_BYTES) {
      const short = encoder.encode(shortName(bytes.subarray(start, end)));
      return this.intern(kind, short, 0, short.length, hashBytes(short, 0, short.length));
    }
    const number = interner.intern(bytes, start, end, hash);
    return memo === null ? number : this.rename(memo, number, bytes.subarray(start, end));
  }

  /** Whose ids are kept raw. An IPv4 address that is to stay what it is needs no memory of what it became. */
  private memoOf(kind: EntityKind, bytes: Uint8Array, start: number, end: number): Memo | null {
    if (kind === 'none') return null;
    if (kind === 'device' || this.hasKeys) return this.memos[kind];
    return readIpv4(bytes, start, end) >= 0 ? null : this.memos.ip;
  }

  private rename(memo: Memo, raw: number, id: Uint8Array): number {
    const name = encoder.encode(memo.rename(id));
    const entity = this.interner.intern(name, 0, name.length, hashBytes(name, 0, name.length));
    if (raw === memo.entityOf.length) {
      const grown = new Uint32Array(2 * raw);
      grown.set(memo.entityOf);
      memo.entityOf = grown;
    }
    memo.entityOf[raw] = entity;
    if (memo.former.length > 0)
      this.formerNames.set(
        entity,
        memo.former.map((nameOf) => nameOf(id)),
      );
    return entity;
  }
}

/** An entity of more than 1,024 bytes (a text) is known by its digest. */
function shortName(id: Uint8Array): string {
  return `sha256:${hash('sha256', id, 'hex')}`;
}

function createMemo(rename: Namer, former: readonly Namer[]): Memo {
  return { raw: new ByteInterner(), entityOf: new Uint32Array(1024), rename, former };
}

function createDeviceNamer(key: PseudonymKey): Namer {
  return createPseudonymizer(key, 'device');
}

/** Names an address by its canonical form, under the key if there is one. */
function createAddressNamer(key: PseudonymKey | null): Namer {
  const nameOf = key === null ? null : createPseudonymizer(key, 'ip');
  return (id) => {
    const address = canonicalAddress(id, 0, id.length) ?? '';
    return nameOf === null ? address : nameOf(encoder.encode(address));
  };
}
