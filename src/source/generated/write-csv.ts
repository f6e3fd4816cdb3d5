import { createNamer, LONGEST_NAME, type Namer } from './names.ts';
import { DAY_MS } from './rhythm.ts';
import type { RowBlock } from './rows.ts';
import type { World } from './world.ts';
import { encodeAscii, writeAscii, writeDecimal } from './write-bytes.ts';

const HEADER = encodeAscii('account,layer,entity,at\n');
const LABEL_HEADER = encodeAscii('account,label,group,kind,circles\n');
const CHUNK_BYTES = 1 << 18;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const COLON = 0x3a;
const encoder = new TextEncoder();

/** The rows as CSV `account,layer,entity,at`, the time in RFC 3339, empty when unknown. Each chunk is its own memory. */
export function* writeCsvRows(world: World, chunkBytes = CHUNK_BYTES): Generator<Uint8Array> {
  const writeRow = rowWriter(world);
  const longestRow = 4 * LONGEST_NAME;
  let chunk = new Uint8Array(chunkBytes + longestRow);
  let at = writeAscii(HEADER, chunk, 0);
  for (const block of world.blocks()) {
    for (let row = 0; row < block.length; row++) {
      at = writeRow(block, row, chunk, at);
      if (at < chunkBytes) continue;
      yield chunk.subarray(0, at);
      chunk = new Uint8Array(chunkBytes + longestRow);
      at = 0;
    }
  }
  if (at > 0) yield chunk.subarray(0, at);
}

/** The truth as CSV: `account,label,group`, and besides `kind` and the account's `circles`, with blanks between them. */
export function* writeCsvLabels(world: World): Generator<Uint8Array> {
  const nameAccount = createNamer('account', world.seed);
  const name = new Uint8Array(LONGEST_NAME);
  const decoder = new TextDecoder();
  yield LABEL_HEADER;
  let lines = '';
  for (const { account, label, group, kind, circles } of world.labels()) {
    const id = decoder.decode(name.subarray(0, nameAccount(account, name, 0)));
    lines += `${id},${label},${group},${kind},${circles.join(' ')}\n`;
    if (lines.length < CHUNK_BYTES) continue;
    yield encoder.encode(lines);
    lines = '';
  }
  yield encoder.encode(lines);
}

type RowWriter = (block: RowBlock, row: number, out: Uint8Array, at: number) => number;

function rowWriter({ seed, layers }: World): RowWriter {
  const nameAccount = createNamer('account', seed);
  const layerCells = layers.map((layer) => encodeAscii(`,${layer.name},`));
  const namers: readonly Namer[] = layers.map((layer) => createNamer(layer.naming, seed));
  const writeTime = timeWriter();
  return (block, row, out, start) => {
    const layer = block.layer[row] as number;
    let at = nameAccount(block.account[row] as number, out, start);
    at = writeAscii(layerCells[layer] as Uint8Array, out, at);
    at = (namers[layer] as Namer)(block.entity[row] as number, out, at);
    out[at++] = COMMA;
    const time = block.at[row] as number;
    if (!Number.isNaN(time)) at = writeTime(time, out, at);
    out[at++] = LINE_FEED;
    return at;
  };
}

/** Times of a world are whole seconds of few days, so that each day is written once and then copied. */
function timeWriter(): (time: number, out: Uint8Array, at: number) => number {
  const days = new Map<number, Uint8Array>();
  return (time, out, start) => {
    const day = Math.floor(time / DAY_MS);
    let date = days.get(day);
    if (date === undefined) {
      date = encodeAscii(new Date(day * DAY_MS).toISOString().slice(0, 11));
      days.set(day, date);
    }
    const seconds = Math.floor((time - day * DAY_MS) / 1000);
    let at = writeAscii(date, out, start);
    at = writeDecimal(Math.floor(seconds / 3600), 2, out, at);
    out[at++] = COLON;
    at = writeDecimal(Math.floor(seconds / 60) % 60, 2, out, at);
    out[at++] = COLON;
    at = writeDecimal(seconds % 60, 2, out, at);
    out[at++] = 0x5a;
    return at;
  };
}
