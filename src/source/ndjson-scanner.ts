import type { WantedColumn } from './column-plan.ts';
import { type JsonKind, JsonLine, NOTHING, OTHER } from './json-line.ts';
import { likelyColumn, missingColumnsError } from './missing-columns.ts';
import type { RowSink } from './row-sink.ts';

const LINE_FEED = 0x0a;
/** Objects after which a column that none of them had is taken for misnamed. */
const ENOUGH_OBJECTS = 1000;
const MOST_KEYS_NAMED = 100;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads the text of one NDJSON file piece by piece, one object a line, and hands its rows to the sink. */
export class NdjsonScanner {
  private readonly sink: RowSink;
  private readonly longest: number;
  private readonly json: JsonLine;
  private readonly names: readonly Uint8Array[];
  /** By slot: whether this line, and whether any, has the key. */
  private readonly isHere: Uint8Array;
  private readonly wasSeen: Uint8Array;
  private readonly firstKeys: string[] = [];
  private objects = 0;
  private line = 1;
  private isSkipping = false;
  /** Of the line at hand. */
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private end = 0;
  private text: string | null = null;
  private wrongField = '';
  private wrongReason = '';

  constructor(sink: RowSink, longestFieldBytes: number) {
    const { plan } = sink;
    this.sink = sink;
    this.longest = longestFieldBytes;
    this.names = plan.wanted.map((column) => encoder.encode(column.name));
    this.isHere = new Uint8Array(plan.wanted.length);
    this.wasSeen = new Uint8Array(plan.wanted.length);
    this.json = new JsonLine(this.takeMember.bind(this), () => {
      this.text ??= this.sink.keep(this.bytes, this.start, this.end);
    });
  }

  /** Reads the whole lines of `bytes[0 .. length)` and returns how far they go; overwrites `bytes[length]`. */
  scan(bytes: Uint8Array, length: number, isEnd: boolean): number {
    bytes[length] = LINE_FEED;
    this.bytes = bytes;
    let position = 0;
    while (position < length) {
      const feed = bytes.indexOf(LINE_FEED, position);
      const isWhole = feed < length || isEnd;
      const isLong = feed - position > 2 * this.longest;
      if (!isWhole && !isLong && !this.isSkipping) break;
      if (isLong && !this.isSkipping) this.passOver(position, feed);
      else if (!this.isSkipping) this.takeLine(position, feed);
      this.isSkipping = !isWhole;
      if (isWhole) this.line++;
      position = Math.min(feed + 1, length);
    }
    this.sink.flush(bytes);
    if (isEnd) this.checkSeen(this.sink.plan.wanted);
    return position;
  }

  private passOver(start: number, end: number): void {
    this.start = start;
    this.end = Math.min(end, start + 2 * this.longest);
    this.text = null;
    this.reject('row', `is longer than ${2 * this.longest} bytes`);
  }

  private takeLine(start: number, end: number): void {
    if (isBlank(this.bytes, start, end)) return;
    const { json, sink } = this;
    this.start = start;
    this.end = end;
    this.text = null;
    this.wrongReason = '';
    this.isHere.fill(0);
    for (let at = sink.base; at < sink.base + this.names.length; at++) {
      sink.starts[at] = 0;
      sink.ends[at] = 0;
    }
    if (!json.read(this.bytes, start, end)) {
      this.reject('row', json.reason);
      return;
    }
    this.objects++;
    if (this.wrongReason === '') this.findAbsent();
    if (this.wrongReason !== '') this.reject(this.wrongField, this.wrongReason);
    else sink.commit(this.bytes, this.line, start, end, this.text);
    if (this.objects === ENOUGH_OBJECTS) this.checkSeen(sink.plan.wanted.filter(isOfEveryRow));
  }

  private takeMember(
    keyStart: number,
    keyEnd: number,
    kind: JsonKind,
    start: number,
    end: number,
    hasLoneSurrogate: boolean,
  ): void {
    const slot = this.slotOf(keyStart, keyEnd);
    if (this.objects === 0 && this.firstKeys.length < MOST_KEYS_NAMED) {
      this.firstKeys.push(decoder.decode(this.bytes.subarray(keyStart, keyEnd)));
    }
    if (slot < 0) return;
    if (this.isHere[slot] === 1) this.wrong(slot, 'stands twice in the object');
    else if (kind === OTHER) this.wrong(slot, 'is neither text nor a number');
    else if (hasLoneSurrogate) this.wrong(slot, 'holds half a surrogate pair, which is no character');
    else if (end - start > this.longest) this.wrong(slot, `is longer than ${this.longest} bytes`);
    this.isHere[slot] = 1;
    this.wasSeen[slot] = 1;
    const { starts, ends, base } = this.sink;
    starts[base + slot] = start;
    ends[base + slot] = kind === NOTHING ? start : end;
  }

  private slotOf(keyStart: number, keyEnd: number): number {
    const { bytes, names } = this;
    const length = keyEnd - keyStart;
    for (let slot = 0; slot < names.length; slot++) {
      const name = names[slot] as Uint8Array;
      if (name.length !== length) continue;
      let i = 0;
      while (i < length && name[i] === bytes[keyStart + i]) i++;
      if (i === length) return slot;
    }
    return -1;
  }

  /** An absent time is unknown, an absent entity of a wide table no edge; without the others there is no edge at all. */
  private findAbsent(): void {
    const { wanted, isWide } = this.sink.plan;
    for (let slot = 0; slot < wanted.length; slot++) {
      const column = wanted[slot] as WantedColumn;
      if (this.isHere[slot] === 0 && isOfEveryRow(column) && !(isWide && column.canonical === 'entity')) {
        this.wrong(slot, 'is missing');
        return;
      }
    }
  }

  private wrong(slot: number, reason: string): void {
    this.wrongField = this.sink.plan.wanted[slot]?.name ?? '';
    this.wrongReason = reason;
  }

  private reject(field: string, reason: string): void {
    const text = this.text ?? this.sink.keep(this.bytes, this.start, this.end);
    this.sink.reject(this.bytes, this.line, field, reason, text);
  }

  /**
   * No object had a column that must be there: its name is wrong, which is the user's to say, not each row's. Objects without
   * any time are untimed, unless a key looks like a time under another name.
   */
  private checkSeen(columns: readonly WantedColumn[]): void {
    const { wanted } = this.sink.plan;
    const taken = wanted.map((column) => column.name);
    const free = this.firstKeys.filter((key) => !taken.includes(key));
    const missing = columns.filter((column) => {
      const isUnseen = this.wasSeen[wanted.indexOf(column)] === 0 && column.isRequired;
      return isUnseen && (column.canonical !== 'at' || column.name !== 'at' || likelyColumn(column, free) !== null);
    });
    if (missing.length > 0 && this.objects > 0)
      throw missingColumnsError(this.sink.file, missing, this.firstKeys, taken);
  }
}

function isOfEveryRow({ canonical }: WantedColumn): boolean {
  return canonical === 'account' || canonical === 'layer' || canonical === 'entity';
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
