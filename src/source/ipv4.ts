const POINT = 0x2e;

/** The address as a number when the bytes are IPv4 in its canonical form, which is the only one taken; else -1. */
export function readIpv4(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 7 || end - start > 15) return -1;
  let address = 0;
  let part = 0;
  let digits = 0;
  let points = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit >>> 0 <= 9) {
      if (digits > 0 && part === 0) return -1;
      part = part * 10 + digit;
      if (++digits > 3 || part > 255) return -1;
    } else {
      if (bytes[i] !== POINT || digits === 0 || ++points > 3) return -1;
      address = address * 256 + part;
      part = 0;
      digits = 0;
    }
  }
  return points === 3 && digits > 0 ? address * 256 + part : -1;
}

export function writeIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}
