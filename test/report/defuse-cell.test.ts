import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow } from '../../src/report/csv-row.ts';
import { defuseCell, restoreCell } from '../../src/report/defuse-cell.ts';
import { readCsvRows } from '../../src/report/read-csv-rows.ts';

const risky = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", '"', ',', '\n', 'a', ' ', 'é') });

test('no defused cell begins as a formula', () => {
  fc.assert(fc.property(risky, (text) => !/^[=+\-@\t\r]/.test(defuseCell(text))));
});

test('restoring a defused cell gives the text back, quotes before it included', () => {
  fc.assert(fc.property(fc.oneof(risky, fc.string()), (text) => restoreCell(defuseCell(text)) === text));
});

test('a text that starts like no formula is left as it is', () => {
  for (const text of ['user_1', "'quoted'", 'a=b', ' =1', '', '１']) expect(defuseCell(text)).toBe(text);
});

test('rows of any cells read back from any cut of their bytes', () => {
  const cells = fc.array(
    fc.oneof(risky, fc.string({ unit: 'binary' })).filter((text) => text.isWellFormed() && !text.includes('\ufeff')),
    { minLength: 2, maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (rows, size) => {
      const bytes = new TextEncoder().encode(rows.map(csvRow).join(''));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect([...readCsvRows(chunks)]).toEqual(rows);
    }),
    { numRuns: 40 },
  );
});
