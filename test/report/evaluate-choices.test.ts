import { expect, test } from 'vitest';
import { leaveOneOut, macroMean } from '../../bench/eval/leave-one-out.ts';

const candidate = (name: string, marks: { readonly [unit: string]: number }) => ({
  name,
  marks: new Map(Object.entries(marks)),
});

test('a change that only its own set favours is not chosen when that set is left out', () => {
  const before = candidate('before', { a: 0.5, b: 0.6, c: 0.7 });
  const after = candidate('after', { a: 0.9, b: 0.58, c: 0.69 });
  const chosen = Object.fromEntries(leaveOneOut([after, before]).map(({ unit, chosen }) => [unit, chosen]));
  expect(chosen).toEqual({ a: 1, b: 0, c: 0 });
});

test('the others’ mean and mean rank leave the set out, equal marks sharing a rank', () => {
  const one = candidate('one', { a: 0.1, b: 0.5, c: 0.7 });
  const two = candidate('two', { a: 0.9, b: 0.5, c: 0.6 });
  const [a] = leaveOneOut([one, two]);
  expect(a?.standings).toEqual([
    { mark: 0.1, rest: expect.closeTo(0.6), rank: 1.25 },
    { mark: 0.9, rest: expect.closeTo(0.55), rank: 1.75 },
  ]);
});

test('equal means are decided by rank', () => {
  const one = candidate('one', { a: 0, b: 0.9, c: 0.3, d: 0.3 });
  const two = candidate('two', { a: 0, b: 0.5, c: 0.5, d: 0.5 });
  expect(leaveOneOut([one, two])[0]?.chosen).toBe(1);
});

test('only sets that every candidate has count, and measured data weighs as much as all worlds', () => {
  const one = candidate('one', { a: 0.4, 'world x': 0.9, 'world y': 0.7, extra: 1 });
  const two = candidate('two', { a: 0.4, 'world x': 0.9, 'world y': 0.7 });
  expect(leaveOneOut([one, two]).map(({ unit }) => unit)).toEqual(['a', 'world x', 'world y']);
  expect(macroMean(one.marks, ['a', 'world x', 'world y'])).toBeCloseTo((0.4 + 0.8) / 2);
});
