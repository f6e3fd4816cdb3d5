import type { RecordAnswer, RecordRequest } from '../../record.ts';

type Table = { readonly bodies: Map<string, string>; sorted: readonly string[] | null };
type Change = { readonly table: Table; readonly key: string; readonly body: string | undefined };

export type MemoryRecords = {
  readonly answer: (request: RecordRequest) => RecordAnswer;
  /** Runs `work`; when it throws, the records are as they were before. */
  readonly write: <T>(work: () => T) => T;
};

/** Records in maps, with the undoing that a transaction needs. Keys are ASCII, so `<` is the order of bytes. */
export function createMemoryRecords(): MemoryRecords {
  const tables = new Map<string, Table>();
  let changes: Change[] = [];

  const tableOf = (kind: string): Table => {
    const known = tables.get(kind);
    if (known !== undefined) return known;
    const table: Table = { bodies: new Map(), sorted: null };
    tables.set(kind, table);
    return table;
  };
  const set = (table: Table, key: string, body: string | undefined): void => {
    const before = table.bodies.get(key);
    if ((before === undefined) !== (body === undefined)) table.sorted = null;
    if (body === undefined) table.bodies.delete(key);
    else table.bodies.set(key, body);
    changes.push({ table, key, body: before });
  };
  return {
    answer: (request) => {
      switch (request.op) {
        case 'get':
          return tableOf(request.kind).bodies.get(request.key) ?? null;
        case 'scan': {
          const table = tableOf(request.kind);
          table.sorted ??= [...table.bodies.keys()].sort();
          const { from, below, limit, isReversed } = request.span;
          const keys = table.sorted.filter((key) => key >= from && key < below);
          if (isReversed === true) keys.reverse();
          return keys.slice(0, limit).map((key) => [key, table.bodies.get(key) ?? ''] as const);
        }
        case 'put':
          for (const row of request.rows) set(tableOf(row.kind), row.key, row.body);
          return null;
        case 'remove':
          for (const key of request.keys) set(tableOf(request.kind), key, undefined);
          return null;
      }
    },
    write: (work) => {
      changes = [];
      try {
        return work();
      } catch (error) {
        const undone = changes.reverse();
        for (const { table, key, body } of undone) set(table, key, body);
        throw error;
      }
    },
  };
}
