import { LockstepError } from '../model/errors.ts';

export type Format = 'gzip' | 'parquet' | 'csv' | 'ndjson';

/** How many bytes at the start of an input `detectFormat` wants to see. */
export const HEAD_BYTES = 256;

const GZIP = [0x1f, 0x8b, 0x08];
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const BOM = [0xef, 0xbb, 0xbf];
const decoder = new TextDecoder();

/** What text never starts with. */
const ARCHIVES: readonly {
  readonly magic: readonly number[];
  readonly at?: number;
  readonly what: string;
  readonly advice: string;
}[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive', advice: 'unpack it (unzip) and name what it holds' },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    what: 'compressed with zstd',
    advice: 'unpack it (zstd -d) or pipe it in: zstdcat FILE | lockstep sweep -',
  },
  {
    // After BZh and a digit: the first block's mark.
    magic: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
    at: 4,
    what: 'compressed with bzip2',
    advice: 'unpack it (bunzip2) or pipe it in: bzcat FILE | lockstep sweep -',
  },
  {
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    what: 'compressed with xz',
    advice: 'unpack it (unxz) or pipe it in: xzcat FILE | lockstep sweep -',
  },
  { magic: GZIP, what: 'gzip inside gzip', advice: 'unpack it once (gunzip) and name the result' },
  { magic: PARQUET, what: 'Parquet inside gzip', advice: 'unpack it (gunzip) and name the result' },
];

/**
 * What an input is, by its first bytes (all of it, when they are fewer than `HEAD_BYTES`); its name decides only where those do
 * not. What we cannot read is refused with a sentence.
 */
export function detectFormat(name: string, head: Uint8Array): Format {
  // An input cut within its first three bytes is still a gzip that was cut.
  if (isPrefix(head, GZIP) && (head.length > 0 || name.toLowerCase().endsWith('.gz'))) return 'gzip';
  if (startsWith(head, PARQUET)) return 'parquet';
  return detectText(name, head);
}

/** The same for what came out of a gzip. */
export function detectText(name: string, head: Uint8Array): 'csv' | 'ndjson' {
  const known = ARCHIVES.find(({ magic, at = 0 }) => startsWith(head.subarray(at), magic));
  if (known !== undefined) throw unreadable(name, known.what, known.advice);
  const plainName = name.toLowerCase().replace(/\.gz$/, '');
  if (isUtf16(head)) throw unreadable(name, 'UTF-16 text', 'convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE');
  if (plainName.endsWith('.parquet'))
    throw unreadable(name, 'no Parquet file, for it lacks the mark PAR1', 'export it again');
  const text = decoder.decode(head).trimStart();
  if (text.startsWith('{')) return 'ndjson';
  if (/^\[\s*(?:[{[\]]|$)/.test(text))
    throw unreadable(name, 'a JSON array', 'write one object a line: jq -c ".[]" FILE');
  return /\.(?:ndjson|jsonl|json)$/.test(plainName) ? 'ndjson' : 'csv';
}

/** How many bytes of `head` are a byte order mark. */
export function bomLength(head: Uint8Array): number {
  return startsWith(head, BOM) ? BOM.length : 0;
}

function unreadable(name: string, what: string, advice: string): LockstepError {
  return new LockstepError('input-unreadable', `${name} is ${what}: ${advice}.`);
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

/** Whether the two agree as far as the shorter goes. */
function isPrefix(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => i >= head.length || head[i] === byte);
}

/** By its mark or, for text of the Latin alphabet without one, by every other byte being 0. */
function isUtf16(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return true;
  const pairs = Math.min(16, head.length >> 1);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  return pairs >= 4 && ((even === pairs && odd === 0) || (odd === pairs && even === 0));
}
