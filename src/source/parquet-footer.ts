import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { checkThrift } from './check-thrift.ts';

/** Reads `length` bytes at `start` of the file; fewer at its end. */
export type ReadAt = (start: number, length: number) => Promise<Uint8Array>;

const MAGIC = 'PAR1';
const ENCRYPTED_MAGIC = 'PARE';
const TAIL_BYTES = 8;
/** Statistics of columns stand among the metadata; nothing here needs them as values. */
const RAW = (bytes: Uint8Array) => bytes;
const PARSERS = {
  stringFromBytes: RAW,
  jsonFromBytes: RAW,
  geometryFromBytes: RAW,
  geographyFromBytes: RAW,
  uuidFromBytes: RAW,
};

/** What the end of a Parquet file of `size` bytes says about it; an `Error` says what is wrong. */
export async function readFooter(readAt: ReadAt, size: number): Promise<FileMetaData> {
  const tail = Buffer.from(await readAt(Math.max(0, size - TAIL_BYTES), TAIL_BYTES));
  const magic = tail.toString('latin1', 4);
  if (magic === ENCRYPTED_MAGIC) throw new Error('it is encrypted');
  if (tail.length < TAIL_BYTES || magic !== MAGIC)
    throw new Error('it lacks the mark PAR1 at its end, as when it was cut');
  const length = tail.readUInt32LE(0);
  if (length > size - TAIL_BYTES - MAGIC.length) throw new Error('its footer claims to be longer than the file');
  const footer = await readAt(size - TAIL_BYTES - length, length + TAIL_BYTES);
  checkThrift(footer, 0);
  return parquetMetadata(footer, { parsers: PARSERS, geoparquet: false });
}
