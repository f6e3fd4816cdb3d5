/**
 * What numbers are called: the same number has the same name in all runs of a seed, no two share one, and names stand in
 * no order that would tell of their numbers.
 */
import { keyOf, scramble } from './dice.ts';
import { encodeAscii, writeAscii, writeBase36, writeDecimal, writeHex } from './write-bytes.ts';

/** Writes the name of `number` into `out` from `at` on and returns the place after it. */
export type Namer = (number: number, out: Uint8Array, at: number) => number;

/** No name is longer, in bytes. */
export const LONGEST_NAME = 64;

/** Numbers of addresses from here on are IPv6: 256 hosts in each network of 64 bits. */
export const FIRST_IPV6 = 2 ** 31;
export const HOSTS_IN_NETWORK = 256;

/** Blocks of 256 IPv4 addresses there are, but the last one, which holds the broadcast address. */
const IPV4_BLOCKS = 2 ** 20 - 1;
/** Has no factor with `IPV4_BLOCKS`, so that each block comes up once. */
const BLOCK_STRIDE = 617_011;

const PLACES = ['daily', 'metro', 'global', 'northern', 'harbor', 'capital', 'valley', 'island'];
const SITES = ['post', 'herald', 'wire', 'report', 'clips', 'review'];
const HOSTS = PLACES.flatMap((place) => SITES.map((site) => encodeAscii(`https://${place}${site}.example/`)));
const MAKERS = ['pixel', 'nova', 'orbit', 'lumen', 'terra', 'vela'];
const MAIL_WORDS = ['mail', 'post', 'inbox', 'letter', 'box', 'note', 'web'];

const MAKE_NAMER = {
  account: (key) => coded('acc_', 8, key),
  device: (key) => {
    const second = scramble(key, 0x2545f491);
    return (number, out, at) => writeHex(scramble(number, second), 8, out, writeHex(scramble(number, key), 8, out, at));
  },
  ip: (key) => (number, out, at) =>
    number < FIRST_IPV6 ? writeIpv4(number, key, out, at) : writeIpv6(number - FIRST_IPV6, key, out, at),
  link: (key) => (number, out, at) => {
    const code = scramble(number, key);
    return writeBase36(code, 7, out, writeAscii(HOSTS[code % HOSTS.length] as Uint8Array, out, at));
  },
  post: (key) => coded('post_', 7, key, 36),
  product: (key) => coded('b0', 7, key, 36),
  card: (key) => coded('card_', 8, key),
  zip: (key) => (number, out, at) => writeDecimal(1000 + ((number * 7919 + (key % 89_000)) % 89_000), 5, out, at),
  area: () => listed(['area-'], 2),
  provider: () => listed(['carrier-'], 1),
  model: () =>
    listed(
      MAKERS.map((maker) => `${maker}-`),
      1,
    ),
  mail_domain: () => listed(MAIL_WORDS, 2, '.example'),
} as const satisfies { readonly [kind: string]: (key: number) => Namer };

/** What the entities of a layer are. */
export type Naming = keyof typeof MAKE_NAMER;

export function createNamer(naming: Naming, seed: number): Namer {
  return MAKE_NAMER[naming](keyOf(seed, `name ${naming}`));
}

/** A name as text, for small lists. */
export function nameOf(namer: Namer, number: number): string {
  const bytes = new Uint8Array(LONGEST_NAME);
  return String.fromCharCode(...bytes.subarray(0, namer(number, bytes, 0)));
}

function coded(prefix: string, digits: number, key: number, base: 16 | 36 = 16): Namer {
  const start = encodeAscii(prefix);
  const write = base === 16 ? writeHex : writeBase36;
  return (number, out, at) => write(scramble(number, key), digits, out, writeAscii(start, out, at));
}

/** One of a few words, by turns, and a running number. */
function listed(words: readonly string[], digits: number, end = ''): Namer {
  const starts = words.map(encodeAscii);
  const tail = encodeAscii(end);
  return (number, out, at) => {
    const start = starts[number % starts.length] as Uint8Array;
    return writeAscii(tail, out, writeDecimal(number, digits, out, writeAscii(start, out, at)));
  };
}

/** In 240.0.0.0/4 (RFC 1112), which belongs to nobody: a made-up finding accuses no one's address. */
function writeIpv4(number: number, key: number, out: Uint8Array, at: number): number {
  const block = (((number >>> 8) + (key % IPV4_BLOCKS)) * BLOCK_STRIDE) % IPV4_BLOCKS;
  const dot = (octet: number, place: number) => {
    out[place] = 0x2e;
    return writeDecimal(octet, 1, out, place + 1);
  };
  const first = writeDecimal(240 + (block >>> 16), 1, out, at);
  return dot(number & 255, dot(block & 255, dot((block >>> 8) & 255, first)));
}

const IPV6_START = encodeAscii('2001:db8:');

/** In 2001:db8::/32, kept for documentation (RFC 3849). */
function writeIpv6(number: number, key: number, out: Uint8Array, at: number): number {
  const network = scramble(number >>> 8, key);
  let place = writeHex(network >>> 16, 4, out, writeAscii(IPV6_START, out, at));
  out[place++] = 0x3a;
  place = writeHex(network & 0xffff, 4, out, place);
  out[place++] = 0x3a;
  out[place++] = 0x3a;
  return writeHex(0x100 + (number & 255), 3, out, place);
}
