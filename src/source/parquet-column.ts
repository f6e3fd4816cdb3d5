import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ColumnMetaData, Compressors, DataReader, Encoding, PageHeader, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors as theirs } from 'hyparquet-compressors';
import { checkThrift } from './check-thrift.ts';
import type { ByteValues } from './parquet-encodings.ts';
import { readHybrid } from './parquet-hybrid.ts';
import { readValues } from './parquet-values.ts';

/** Pages are meant to hold about a megabyte. */
const LARGEST_PAGE = 1 << 28;
const MOST_VALUES = 1 << 24;

/** Three of the codecs by Node, which stops where the page should end; a page that claims little and opens to much cannot flood us. */
const COMPRESSORS: Compressors = {
  ...theirs,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: length + 1 }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: length + 1 }),
  ZSTD: (input, length) => zstdDecompressSync(input, { maxOutputLength: length + 1 }),
};

export function isKnownCodec(codec: string): boolean {
  return codec === 'UNCOMPRESSED' || codec in COMPRESSORS;
}

/** The pages of one flat column of one row group, decoded one after the other; any claim that cannot be is an `Error`. */
export class ParquetColumn {
  private readonly bytes: Uint8Array;
  private readonly element: SchemaElement;
  private readonly codec: ColumnMetaData['codec'];
  private readonly reader: DataReader;
  private dictionary: ByteValues | null = null;
  private left: number;

  /** `rows`: how many values the row group has for each column. */
  constructor(bytes: Uint8Array, element: SchemaElement, codec: ColumnMetaData['codec'], rows: number) {
    this.bytes = bytes;
    this.element = element;
    this.codec = codec;
    this.left = rows;
    this.reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  }

  /** The next page's values, never none. */
  nextPage(): ByteValues {
    for (;;) {
      if (this.reader.offset >= this.bytes.length) throw new Error(`${this.left} values are missing`);
      const end = checkThrift(this.bytes, this.reader.offset);
      const header = parquetHeader(this.reader);
      this.reader.offset = end;
      const { compressed_page_size: size, uncompressed_page_size: opened } = header;
      if (!(size >= 0 && size <= this.bytes.length - end)) throw new Error('a page longer than its column');
      if (!(opened >= 0 && opened <= LARGEST_PAGE)) throw new Error(`a page of ${opened} bytes`);
      const page = this.bytes.subarray(end, end + size);
      this.reader.offset += size;
      const values = this.readPage(header, page);
      if (values === null || values.count === 0) continue;
      this.left -= values.count;
      return values;
    }
  }

  private readPage(header: PageHeader, page: Uint8Array): ByteValues | null {
    if (header.type === 'DICTIONARY_PAGE') {
      const count = this.checkCount(header.dictionary_page_header?.num_values, MOST_VALUES);
      const opened = decompressPage(page, header.uncompressed_page_size, this.codec, COMPRESSORS);
      this.dictionary = readValues(readerOf(opened), 'PLAIN', this.element, count);
      return null;
    }
    if (header.type === 'DATA_PAGE') return this.readFirstVersion(header, page);
    return header.type === 'DATA_PAGE_V2' ? this.readSecondVersion(header, page) : null;
  }

  private readFirstVersion({ data_page_header: head, ...header }: PageHeader, page: Uint8Array): ByteValues {
    if (head === undefined) throw new Error('a page without its header');
    const count = this.checkCount(head.num_values, this.left);
    const reader = readerOf(decompressPage(page, header.uncompressed_page_size, this.codec, COMPRESSORS));
    if (this.element.repetition_type === 'REQUIRED') return this.readData(reader, head.encoding, count);
    const length = reader.view.getUint32(0, true);
    if (length > reader.view.byteLength - 4) throw new Error('levels longer than their page');
    const levels = readHybrid({ view: reader.view, offset: 4 }, 1, count);
    reader.offset = 4 + length;
    return this.spread(reader, head.encoding, levels);
  }

  private readSecondVersion({ data_page_header_v2: head, ...header }: PageHeader, page: Uint8Array): ByteValues {
    if (head === undefined) throw new Error('a page without its header');
    const count = this.checkCount(head.num_values, this.left);
    const levelBytes = head.definition_levels_byte_length;
    const before = head.repetition_levels_byte_length + levelBytes;
    if (!(levelBytes >= 0 && before >= levelBytes && before <= page.length))
      throw new Error('levels longer than their page');
    const data = page.subarray(before);
    const length = header.uncompressed_page_size - before;
    // A page of nothing but absent values may have no data at all.
    const isPlain = head.is_compressed === false || data.length === 0;
    const reader = readerOf(isPlain ? data : decompressPage(data, length, this.codec, COMPRESSORS));
    if (this.element.repetition_type === 'REQUIRED' || levelBytes === 0)
      return this.readData(reader, head.encoding, count);
    return this.spread(
      reader,
      head.encoding,
      readHybrid(readerOf(page.subarray(before - levelBytes, before)), 1, count),
    );
  }

  /** Level 1 has a value, level 0 has none. */
  private spread(reader: DataReader, encoding: Encoding, levels: Uint32Array): ByteValues {
    const present = levels.reduce((sum, level) => sum + (level & 1), 0);
    const values = this.readData(reader, encoding, present);
    if (present === levels.length) return values;
    const starts = new Int32Array(levels.length);
    const ends = new Int32Array(levels.length);
    for (let i = 0, next = 0; i < levels.length; i++) {
      if (levels[i] !== 1) continue;
      starts[i] = values.starts[next] as number;
      ends[i] = values.ends[next++] as number;
    }
    return { count: levels.length, bytes: values.bytes, starts, ends };
  }

  private readData(reader: DataReader, encoding: Encoding, count: number): ByteValues {
    if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') {
      return readValues(reader, encoding, this.element, count);
    }
    const { dictionary } = this;
    if (dictionary === null) throw new Error('a page that refers to a dictionary that is not there');
    const numbers = count === 0 ? new Uint32Array(0) : readHybrid(reader, reader.view.getUint8(reader.offset++), count);
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const number = numbers[i] as number;
      if (number >= dictionary.count) throw new Error('a value that the dictionary does not have');
      starts[i] = dictionary.starts[number] as number;
      ends[i] = dictionary.ends[number] as number;
    }
    return { count, bytes: dictionary.bytes, starts, ends };
  }

  private checkCount(count: number | undefined, most: number): number {
    if (count === undefined || !(count >= 0 && count <= most && count <= MOST_VALUES))
      throw new Error(`a page of ${count} values`);
    return count;
  }
}

function readerOf(bytes: Uint8Array): DataReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}
