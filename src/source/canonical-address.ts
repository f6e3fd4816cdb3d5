import { readIpv4, writeIpv4 } from './ipv4.ts';

const POINT = 0x2e;
const COLON = 0x3a;
const SLASH = 0x2f;
/** Longest form, with an IPv4 address in the last 32 bits and `/64` behind it. */
const LONGEST = 48;
const GROUPS = 8;

/**
 * The canonical text of the internet address in `bytes[start .. end)`, `null` when it is none:
 * IPv4 as four decimal numbers (none with a leading zero, which some programs read as octal); IPv6 as RFC 5952 writes it, cut to
 * its /64 network, the smallest that one customer gets; IPv4 mapped into IPv6 (::ffff:192.0.2.1) as IPv4.
 * An IPv6 address that is already a /64 network stays what it is, so that our own output can be read again.
 */
export function canonicalAddress(bytes: Uint8Array, start: number, end: number): string | null {
  if (end - start > LONGEST) return null;
  const low = readIpv4(bytes, start, end);
  if (low >= 0) return writeIpv4(low);
  const isNetwork = bytes[end - 3] === SLASH && bytes[end - 2] === 0x36 && bytes[end - 1] === 0x34;
  const groups = readIpv6(bytes, start, isNetwork ? end - 3 : end);
  if (groups === null) return null;
  if (!isNetwork && groups[5] === 0xffff && groups.subarray(0, 5).every((group) => group === 0)) {
    return writeIpv4((groups[6] as number) * 65_536 + (groups[7] as number));
  }
  groups.fill(0, 4);
  return `${writeIpv6(groups)}/64`;
}

/** Eight groups of 16 bits. */
function readIpv6(bytes: Uint8Array, start: number, end: number): Uint16Array | null {
  const groups = new Uint16Array(GROUPS);
  let count = 0;
  let gap = -1;
  let i = start;
  if (bytes[i] === COLON) {
    if (bytes[i + 1] !== COLON || i + 1 >= end) return null;
    gap = 0;
    i += 2;
  }
  while (i < end) {
    const from = i;
    let group = 0;
    for (; i < end && i - from < 5; i++) {
      const digit = hexDigit(bytes[i] as number);
      if (digit < 0) break;
      group = group * 16 + digit;
    }
    if (i < end && bytes[i] === POINT) {
      const low = readIpv4(bytes, from, end);
      if (low < 0 || count > GROUPS - 2) return null;
      groups[count++] = low >>> 16;
      groups[count++] = low & 0xffff;
      i = end;
      break;
    }
    if (i === from || i - from > 4 || count === GROUPS) return null;
    groups[count++] = group;
    if (i === end) break;
    if (bytes[i++] !== COLON || i === end) return null;
    if (bytes[i] !== COLON) continue;
    if (gap >= 0) return null;
    gap = count;
    i++;
  }
  if (gap < 0) return count === GROUPS ? groups : null;
  // The gap stands for at least one group.
  if (count === GROUPS) return null;
  groups.copyWithin(GROUPS - (count - gap), gap, count);
  return groups.fill(0, gap, GROUPS - (count - gap));
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const small = byte | 0x20;
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}

/** RFC 5952: no leading zeros, small letters, `::` for the longest run of at least two zero groups, the first of equals. */
function writeIpv6(groups: Uint16Array): string {
  let from = -1;
  let longest = 1;
  for (let start = 0; start < GROUPS; start++) {
    let end = start;
    while (end < GROUPS && groups[end] === 0) end++;
    if (end - start > longest) {
      longest = end - start;
      from = start;
    }
  }
  const write = (part: Uint16Array) => Array.from(part, (group) => group.toString(16)).join(':');
  return from < 0 ? write(groups) : `${write(groups.subarray(0, from))}::${write(groups.subarray(from + longest))}`;
}
