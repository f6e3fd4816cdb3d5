import type { ByteFeed } from './byte-feed.ts';

const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const HEADER_CRC = 2;
const RESERVED = 0xe0;
const LONGEST_NAME = 1 << 16;

/** Whether a member starts here; the feed then stands at its data. */
export async function skipGzipHeader(feed: ByteFeed): Promise<boolean> {
  const fixed = await feed.take(10);
  const flags = fixed[3] ?? RESERVED;
  const isKnown = fixed.length === 10 && fixed[0] === 0x1f && fixed[1] === 0x8b && fixed[2] === 8;
  if (!isKnown || (flags & RESERVED) !== 0) return false;
  if ((flags & EXTRA) !== 0) {
    const [low = 0, high = 0] = await feed.take(2);
    const length = low + 256 * high;
    if ((await feed.take(length)).length < length) return false;
  }
  if ((flags & NAME) !== 0 && !(await skipText(feed))) return false;
  if ((flags & COMMENT) !== 0 && !(await skipText(feed))) return false;
  return (flags & HEADER_CRC) === 0 || (await feed.take(2)).length === 2;
}

async function skipText(feed: ByteFeed): Promise<boolean> {
  for (let length = 0; length < LONGEST_NAME; length++) {
    const [byte] = await feed.take(1);
    if (byte === undefined) return false;
    if (byte === 0) return true;
  }
  return false;
}
