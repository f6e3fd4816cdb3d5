import { type FileMetaData, parquetSchema, type RowGroup, type SchemaElement } from 'hyparquet';
import { LockstepError } from '../model/errors.ts';
import { locateColumns } from './locate-columns.ts';
import { isKnownCodec, ParquetColumn } from './parquet-column.ts';
import { type ReadAt, readFooter } from './parquet-footer.ts';
import { ParquetRows } from './parquet-rows.ts';
import { reasonAgainstType } from './parquet-values.ts';
import type { ReadOptions } from './read-options.ts';
import type { RowSink } from './row-sink.ts';

const ROWS_A_STEP = 1 << 16;

/**
 * Reads a Parquet file row group by row group, only the columns that are wanted; see `readInput`. Times without
 * a zone count as UTC. A file that contradicts itself is not read on.
 */
export async function* readParquet(
  readAt: ReadAt,
  size: number,
  sink: RowSink,
  options: ReadOptions,
): AsyncGenerator<number> {
  try {
    const metadata = await readFooter(readAt, size);
    const elements = wantedElements(metadata, sink);
    const rows = new ParquetRows(sink, options, size);
    for (const group of metadata.row_groups) {
      const count = Number(group.num_rows);
      const columns = await openColumns(readAt, size, group, elements, count);
      rows.start(columns);
      for (let row = 0; row < count; row += ROWS_A_STEP) {
        rows.take(Math.min(ROWS_A_STEP, count - row));
        yield size;
      }
    }
  } catch (cause) {
    if (cause instanceof LockstepError) throw cause;
    const what = cause instanceof Error ? cause.message : String(cause);
    const message = `${sink.file} cannot be read as Parquet (${what}): it is damaged, so export it again.`;
    throw new LockstepError('input-unreadable', message, { cause });
  }
}

/** By slot of the plan: what the schema says of the column, `null` when the file lacks it. */
function wantedElements(metadata: FileMetaData, { plan, file }: RowSink): readonly (SchemaElement | null)[] {
  const { children } = parquetSchema(metadata);
  const places = locateColumns(
    file,
    plan,
    children.map((child) => child.element.name),
  );
  return Array.from(places, (place) => {
    const child = children[place];
    if (child === undefined) return null;
    const { element } = child;
    const isNested = child.children.length > 0 || element.repetition_type === 'REPEATED';
    const reason = isNested ? 'holds lists or objects' : reasonAgainstType(element);
    if (reason === null) return element;
    const advice = 'export it as text, or name another column with --map';
    throw new LockstepError('usage', `Column ${JSON.stringify(element.name)} of ${file} ${reason}: ${advice}.`);
  });
}

async function openColumns(
  readAt: ReadAt,
  size: number,
  group: RowGroup,
  elements: readonly (SchemaElement | null)[],
  rows: number,
): Promise<readonly (ParquetColumn | null)[]> {
  const columns: (ParquetColumn | null)[] = [];
  for (const element of elements) {
    if (element === null) {
      columns.push(null);
      continue;
    }
    const chunk = group.columns.find(({ meta_data: data }) => {
      return data?.path_in_schema.length === 1 && data.path_in_schema[0] === element.name;
    });
    const data = chunk?.meta_data;
    if (data === undefined || chunk?.file_path !== undefined)
      throw new Error(`column ${element.name} is not in the file`);
    if (!isKnownCodec(data.codec)) throw new Error(`column ${element.name} is compressed by ${data.codec}`);
    const first = Number(data.data_page_offset);
    const dictionary = Number(data.dictionary_page_offset ?? 0);
    const start = dictionary > 0 && dictionary < first ? dictionary : first;
    const length = Number(data.total_compressed_size);
    if (!(start >= 0 && length >= 0 && start + length <= size)) throw new Error('a column that ends after the file');
    columns.push(new ParquetColumn(await readAt(start, length), element, data.codec, rows));
  }
  return columns;
}
