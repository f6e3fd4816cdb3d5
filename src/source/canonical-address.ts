/**
 * The canonical text of the internet address in `text`, `null` when it is none:
 * IPv4 as four decimal numbers (none with a leading zero, which some programs read as octal); IPv6 as RFC 5952 writes it, cut to
 * its /64 network, the smallest that one customer gets; IPv4 mapped into IPv6 (::ffff:192.0.2.1) as IPv4.
 * An IPv6 address that is already a /64 network stays what it is, so that our own output can be read again.
 */
export function canonicalAddress(text: string): string | null {
  const isNetwork = text.endsWith('/64');
  const groups = parseIpv6(isNetwork ? text.slice(0, -3) : text);
  if (groups === null) return !isNetwork && parseIpv4(text) !== null ? text : null;
  const [, , , , , mark, high = 0, low = 0] = groups;
  if (!isNetwork && mark === 0xffff && groups.slice(0, 5).every((group) => group === 0)) {
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  return `${writeIpv6([...groups.slice(0, 4), 0, 0, 0, 0])}/64`;
}

function parseIpv4(text: string): readonly [high: number, low: number] | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const octets = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  const [a = 256, b = 256, c = 256, d = 256] = octets;
  return octets.some((octet) => octet > 255) ? null : [a * 256 + b, c * 256 + d];
}

function parseIpv6(text: string): readonly number[] | null {
  // 45 characters is the longest form, with an IPv4 address in the last 32 bits.
  if (text.length > 45 || !text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = '', tail] = halves;
  const first = parseGroups(head, tail === undefined);
  const last = tail === undefined ? [] : parseGroups(tail, true);
  if (first === null || last === null) return null;
  const missing = 8 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...first, ...new Array<number>(missing).fill(0), ...last];
}

/** Groups of 16 bits between colons; only the end of an address may be written as IPv4. */
function parseGroups(text: string, isEnd: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [place, part] of parts.entries()) {
    const embedded = isEnd && place === parts.length - 1 ? parseIpv4(part) : null;
    if (embedded !== null) groups.push(...embedded);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

/** RFC 5952: no leading zeros, small letters, `::` for the longest run of at least two zero groups, the first of equals. */
function writeIpv6(groups: readonly number[]): string {
  let from = -1;
  let longest = 1;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > longest) {
      longest = end - start;
      from = start;
    }
  }
  const write = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (from < 0) return write(groups);
  return `${write(groups.slice(0, from))}::${write(groups.slice(from + longest))}`;
}
