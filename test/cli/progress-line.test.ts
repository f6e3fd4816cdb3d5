import { expect, test } from 'vitest';
import { describeProgress, openProgressLine } from '../../src/cli/progress-line.ts';

test('a stage says percent, rate and time left', () => {
  const event = { stage: 'read', done: 6e8, total: 1e9, unit: 'bytes' } as const;
  expect(describeProgress(event, 1e8, 2000)).toBe('read         60 %  250.0 MB/s  2 s left');
});

test('what is not known is left out', () => {
  expect(describeProgress({ stage: 'read', done: 1500, total: 0, unit: 'rows' }, 0, 1000)).toBe(
    'read        1,500 rows  1,500 rows/s',
  );
  expect(describeProgress({ stage: 'rank', done: 0, total: 4, unit: 'files' }, 0, 0)).toBe('rank          0 %');
});

test('nothing is drawn where there is no terminal', () => {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) > 0 };
  openProgressLine(stream).show({ stage: 'read', done: 1, total: 2, unit: 'rows' });
  expect(written).toEqual([]);
});

test('a terminal gets each stage at once, and not more than ten lines a second of one stage', () => {
  const written: string[] = [];
  let now = 0;
  const stream = { isTTY: true, columns: 40, write: (text: string) => written.push(text) > 0 };
  const line = openProgressLine(stream, () => now);
  for (let done = 0; done < 100; done++, now += 10) line.show({ stage: 'read', done, total: 100, unit: 'rows' });
  line.show({ stage: 'window', done: 0, total: 0, unit: 'rows' });
  line.clear();
  expect(written.filter((text) => text.includes('read'))).toHaveLength(10);
  expect(written.at(-2)).toContain('window');
  expect(written.at(-1)).toBe('\r\x1b[2K');
  expect(Math.max(...written.map((text) => text.length))).toBeLessThan(45);
});
