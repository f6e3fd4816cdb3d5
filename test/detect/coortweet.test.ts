import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { coortweet } from '../../src/detect/coortweet.ts';
import { stringAt } from '../../src/model/string-table.ts';
import { type EdgeRow, makeColumns } from './make-columns.ts';

const SECOND = 1_000;
type Post = readonly [account: string, entity: string, at: number, event?: string | undefined, source?: string];

describe('coortweet', () => {
  it('equals the five steps of the rule, done naively', () => {
    const post = fc.record({
      account: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      entity: fc.constantFrom('x', 'y', 'z'),
      at: fc.nat(40),
      // events are shared by accounts now and then, and some are the entity itself
      event: fc.option(fc.constantFrom('x', 'y', '1', '2', '3', '4'), { nil: undefined }),
      source: fc.constantFrom('p', 'q'),
    });
    const options = fc.record({ spanMs: fc.nat(20), participation: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(post, { maxLength: 30 }), options, (posts, { spanMs, participation }) => {
        const rows = posts.map(({ account, entity, at, event, source }): Post => [account, entity, at, event, source]);
        const seconds = spanMs / SECOND;
        expect(tell(rows, seconds, participation)).toEqual(byHand(rows, spanMs, participation));
      }),
      { numRuns: 1_000 },
    );
  });

  it('weighs a pair by its pairs of rows, and tells the mean time apart and the objects', () => {
    const rows: Post[] = [
      ['a', 'x', 0, '1'],
      ['a', 'x', 4 * SECOND, '2'],
      ['b', 'x', 5 * SECOND, '3'],
      ['b', 'y', 60 * SECOND, '4'],
      ['a', 'y', 61 * SECOND, '5'],
    ];
    expect(tell(rows, 5, 2)).toEqual(['a b 3 2.333 2']);
  });

  it('keeps a pair when one of the two participates', () => {
    const rows: Post[] = [
      ['a', 'x', 0, '1'],
      ['b', 'x', SECOND, '2'],
      ['b', 'y', 100 * SECOND, '3'],
      ['c', 'y', 101 * SECOND, '4'],
      ['a', 'z', 900 * SECOND, '5'],
      ['c', 'z', 990 * SECOND, '6'],
    ];
    expect(tell(rows, 10, 2)).toEqual(['a b 1 1 1', 'b c 1 1 1']);
    expect(tell(rows, 10, 3)).toEqual([]);
  });

  it('leaves out the original post, and rows that share an event', () => {
    const rows: Post[] = [
      ['a', 'x', 0, 'x'],
      ['b', 'x', SECOND, '2'],
      ['c', 'x', SECOND, '2'],
    ];
    expect(tell(rows, 10, 1)).toEqual([]);
  });

  it('takes rows without an event as events of their own', () => {
    const rows: Post[] = [
      ['a', 'x', 0],
      ['b', 'x', SECOND],
      ['a', 'y', 100 * SECOND],
    ];
    expect(tell(rows, 10, 1)).toEqual(['a b 1 1 1']);
  });
});

function tell(posts: readonly Post[], seconds: number, participation: number): string[] {
  const rows = posts.map(([account, entity, at, event, source]): EdgeRow => {
    const row = { account, layer: 'repost', entity, at };
    return { ...row, ...(event === undefined ? {} : { event }), ...(source === undefined ? {} : { source }) };
  });
  const columns = canonicalEdges(makeColumns(rows));
  const pairs = coortweet(columns, 0, { spanMs: seconds * SECOND, participation });
  const [weight = [], apart = [], objects = []] = pairs.columns;
  return Array.from(pairs.a, (a, i) =>
    [
      stringAt(columns.accounts, a),
      stringAt(columns.accounts, pairs.b[i] ?? 0),
      weight[i],
      round(apart[i] ?? 0),
      objects[i],
    ].join(' '),
  );
}

type NaiveRow = { account: string; entity: string; at: number; event: string };

function byHand(posts: readonly Post[], spanMs: number, least: number): string[] {
  const named = posts.map(([account, entity, at, event]) => ({
    account,
    entity,
    at,
    event: event ?? `none ${account} ${entity} ${at}`,
  }));
  const distinct = [...new Map(named.map((row) => [JSON.stringify(row), row])).values()];
  const rows = distinct.filter(({ account }) => distinct.filter((row) => row.account === account).length >= least);
  const met = rows.flatMap((x) => rows.filter((y) => isMeeting(x, y, spanMs)).map((y) => [x, y] as const));
  const coordinated = new Set(met.flat().map(({ event }) => event));
  const participates = (name: string) =>
    rows.filter(({ account, event }) => account === name && coordinated.has(event)).length >= least;
  const kept = met.filter(([x, y]) => participates(x.account) || participates(y.account));
  const keys = [...new Set(kept.map(([x, y]) => `${x.account} ${y.account}`))].sort();
  return keys.map((key) => {
    const own = kept.filter(([x, y]) => `${x.account} ${y.account}` === key);
    const apart = own.reduce((sum, [x, y]) => sum + Math.abs(x.at - y.at), 0) / own.length / SECOND;
    return [key, own.length, round(apart), new Set(own.map(([x]) => x.entity)).size].join(' ');
  });
}

function isMeeting(x: NaiveRow, y: NaiveRow, spanMs: number): boolean {
  const isPair = x.account < y.account && x.entity === y.entity && x.event !== y.event;
  return isPair && Math.abs(x.at - y.at) <= spanMs && x.event !== x.entity && y.event !== y.entity;
}

function round(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
