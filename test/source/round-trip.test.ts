import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText } from '../../src/model/string-table.ts';
import { CSV_FILLER, chunksOf, cut, type Edge, read, readAll } from './reading.ts';

const encoder = new TextEncoder();
const COLUMNS = ['account', 'layer', 'entity', 'at', 'event', 'source', 'weight'] as const;

/** Stands before what is drawn, for the first bytes of an input are always read as one piece. */
const FILLER: readonly Edge[] = Array.from({ length: 15 }, (_, i) => {
  return { account: `filler${i}`, layer: 'l', entity: 'e', at: i, event: '', source: '', weight: 1 };
});

/** Text that is well-formed and holds no NUL; long runs of what CSV and JSON trip over. */
const anyText = (shortest: number) =>
  fc
    .oneof(
      fc.string({ unit: 'binary', minLength: shortest, maxLength: 12 }),
      fc
        .array(
          fc.constantFrom('"', ',', '\n', '\r', '\r\n', "'", '=', '\\', ' ', 'a', '\u00e9', '\u{1f600}', '\ufeff'),
          {
            minLength: shortest,
            maxLength: 8,
          },
        )
        .map((parts) => parts.join('')),
    )
    .map((text) => text.replaceAll('\0', '0'));

const anyEdge = fc.record({
  account: anyText(1),
  layer: anyText(1).filter((text) => encoder.encode(text).length <= 64),
  entity: anyText(1),
  at: fc.option(fc.integer({ min: 0, max: 4_102_444_799_999 })),
  event: anyText(0),
  source: anyText(0),
  weight: fc.double({ min: 0, max: 1e300, noNaN: true }).map(Math.abs),
});

/** Decisions of a writer, drawn as they are needed. */
const anyChoices = fc.infiniteStream(fc.nat(1000));

function csvField(text: string, choice: number): string {
  // A leading apostrophe before a formula sign would be undone; our own writer puts another before it.
  const needsQuotes = /[",\r\n]/.test(text);
  return needsQuotes || choice % 3 === 0 ? `"${text.replaceAll('"', '""')}"` : text;
}

function timeText(at: number | null, choice: number): string {
  if (at === null) return '';
  if (choice % 2 === 0) return new Date(at).toISOString();
  return at % 1000 === 0 ? String(at / 1000) : `${Math.floor(at / 1000)}.${String(at % 1000).padStart(3, '0')}`;
}

function textOf(edge: Edge, column: (typeof COLUMNS)[number], choice: number): string {
  return column === 'at' ? timeText(edge.at, choice) : String(edge[column]);
}

/** JSON of a text with some letters escaped that need not be. */
function jsonText(text: string, next: () => number): string {
  const letters = JSON.stringify(text)
    .slice(1, -1)
    .split(/(\\u[0-9a-f]{4}|\\.)/);
  const units = letters.flatMap((part, i) => (i % 2 === 1 ? [part] : [...part]));
  const escaped = units.map((unit) => {
    if (unit.startsWith('\\') || next() % 4 !== 0) return unit;
    return Array.from({ length: unit.length }, (_, i) => `\\u${unit.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
      '',
    );
  });
  return `"${escaped.join('')}"`;
}

const isUndone = (edge: Edge) => COLUMNS.some((column) => /^'[=+\-@\t\r]/.test(String(edge[column])));

test('edges written as CSV in any order of columns, quoting, line ends and chunks read back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        anyEdge.filter((edge) => !isUndone(edge)),
        { maxLength: 30 },
      ),
      fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
      anyChoices,
      async (edges, order, sizes, choices) => {
        const next = () => choices.next().value ?? 0;
        const end = next() % 2 === 0 ? '\n' : '\r\n';
        const rows = [order.map((name) => csvField(name, next())).join(',')];
        for (const edge of FILLER) rows.push(order.map((column) => csvField(textOf(edge, column, 1), 1)).join(','));
        for (const edge of edges)
          rows.push(order.map((column) => csvField(textOf(edge, column, next()), next())).join(','));
        const text = `${next() % 2 === 0 ? '\ufeff' : ''}${rows.join(end)}${next() % 2 === 0 ? end : ''}`;
        const bytes = next() % 3 === 0 ? gzipSync(text) : encoder.encode(text);
        const reading = await read(cut(bytes, sizes));
        expect(reading.rejects).toEqual([]);
        expect(reading.edges.slice(FILLER.length)).toEqual(edges);
      },
    ),
    { numRuns: 250 },
  );
});

test('edges written as NDJSON in any order of keys, escapes and chunks read back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEdge, { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
      anyChoices,
      async (edges, sizes, choices) => {
        const next = () => choices.next().value ?? 0;
        const gap = () => ' '.repeat(next() % 3 === 0 ? next() % 3 : 0);
        const lines = [...FILLER, ...edges].map((edge) => {
          const members = COLUMNS.toSorted(() => (next() % 2 === 0 ? 1 : -1)).flatMap((column) => {
            if (column === 'at' && edge.at === null) return next() % 2 === 0 ? [] : [['at', 'null'] as const];
            const text = textOf(edge, column, next());
            const isNumber = column === 'weight' || (column === 'at' && !text.includes('T') && next() % 2 === 0);
            return [[column, isNumber ? text : jsonText(text, next)] as const];
          });
          members.splice(next() % 4, 0, [`x${next()}` as never, JSON.stringify({ a: [next(), '}"'] }) as never]);
          const inner = members.map(
            ([key, value]) => `${gap()}${jsonText(key, next)}${gap()}:${gap()}${value}${gap()}`,
          );
          return `${gap()}{${inner.join(',')}}${gap()}`;
        });
        const text = lines.join(next() % 2 === 0 ? '\n' : '\r\n');
        const bytes = next() % 3 === 0 ? gzipSync(text) : encoder.encode(text);
        const reading = await read(cut(bytes, sizes), {}, 'edges.ndjson');
        expect(reading.rejects).toEqual([]);
        expect(reading.edges.slice(FILLER.length)).toEqual(edges);
      },
    ),
    { numRuns: 250 },
  );
});

test('any bytes at all are read or refused with a sentence, the same for any chunks', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc
      .constantFrom(
        'account,layer,entity,at\n',
        'a,l,e,1\n',
        '"',
        '""',
        ',',
        '\r\n',
        '\n',
        '{"account":',
        '"a"',
        '}',
        '\\u',
        '\0',
        'é',
      )
      .map((text) => encoder.encode(text)),
  );
  const outcome = (content: readonly Uint8Array[], name: string) =>
    read(content, { keepRejectedRows: true, longestFieldBytes: 40 }, name).then(
      ({ edges, rejects }) => ({ edges, rejects }),
      (error: Error) => error,
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 40 }),
      fc.boolean(),
      fc.constantFrom('x.csv', 'x.ndjson', 'x.csv.gz'),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
      async (pieces, hasHeader, name, sizes) => {
        const head = hasHeader ? [encoder.encode(`account,layer,entity,at\n${CSV_FILLER}`)] : [];
        const bytes = Buffer.concat([...head, ...pieces]);
        const whole = await outcome([bytes], name);
        if (whole instanceof Error) expect(whole.name).toBe('LockstepError');
        expect(await outcome(cut(bytes, sizes), name)).toEqual(whole);
      },
    ),
    { numRuns: 600 },
  );
});

test('rows spread over several files give the same columns as in one', async () => {
  const header = 'account,layer,entity,at\n';
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.stringMatching(/^[a-f]$/), fc.stringMatching(/^[a-z]{1,2}$/), fc.nat(99), fc.nat(3)), {
        maxLength: 60,
      }),
      async (rows) => {
        const lines = rows.map(([account, entity, at]) => `${account},l,${entity},${at}\n`);
        const parts = [0, 1, 2, 3].map((part) => lines.filter((_, i) => rows[i]?.[3] === part).join(''));
        const one = await read(`${header}${parts.join('')}`);
        const inputs = parts.map((part, i) => ({
          name: `${i}.csv`,
          stream: chunksOf([encoder.encode(header + part)]),
        }));
        expect((await readAll(inputs)).columns).toEqual(one.columns);
      },
    ),
    { numRuns: 100 },
  );
});

test('the tables hold each id once and no id without an edge', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyText(0), anyText(0)), { maxLength: 50 }), async (pairs) => {
      const lines = pairs.map(([account, entity]) =>
        JSON.stringify({ account, layer: 'l', entity, at: account.length - 3 }),
      );
      const { edges, columns } = await read(lines.join('\n'), {}, 'x.ndjson');
      for (const [table, field] of [
        [columns.accounts, 'account'],
        [columns.entities, 'entity'],
      ] as const) {
        const ids = [...new Set(edges.map((edge) => edge[field]))].sort(compareText);
        expect(table.size).toBe(ids.length);
      }
    }),
    { numRuns: 300 },
  );
});
