import { describe, expect, it } from 'vitest';
import { askWhole } from '../../src/detect/ask-whole.ts';
import { stringAt } from '../../src/model/string-table.ts';
import { type EdgeRow, makeColumns } from './make-columns.ts';

const DAY = { from: 0, to: 86_400_000 };

function ask(rows: readonly EdgeRow[]) {
  return askWhole(makeColumns(rows), DAY, new Map()).map(({ layer, entities, timed, areAccounts }) => ({
    layer,
    entities: Array.from({ length: entities.size }, (_, i) => stringAt(entities, i)),
    timed: [...timed],
    areAccounts,
  }));
}

const row = (account: string, layer: string, entity: string, at: number | null = null): EdgeRow => ({
  ...{ account, layer, entity, at },
});

describe('what a part asks of the whole', () => {
  it('is who else holds what two accounts share, and when, where two acted on it within the span', () => {
    const rows = [
      ...['b', 'a'].map((account) => row(account, 'link', 'together', account === 'a' ? 1_000 : 61_000)),
      ...['a', 'b'].map((account) => row(account, 'link', 'apart', account === 'a' ? 1_000 : 62_000)),
      row('a', 'link', 'alone', 5),
      // twice by one account is no company
      row('a', 'link', 'again', 5),
      row('a', 'link', 'again', 6),
      ...['a', 'b'].map((account) => row(account, 'link', 'yesterday', -1)),
      ...['a', 'b'].map((account) => row(account, 'device', 'd', 7)),
    ];
    expect(ask(rows)).toEqual([
      { layer: 'device', entities: ['d'], timed: [], areAccounts: false },
      { layer: 'link', entities: ['apart', 'together'], timed: [1], areAccounts: false },
    ]);
  });

  it('is of untimed choices and of accounts also who else holds what one holds alone', () => {
    const rows = [row('a', 'hashtag', 'one'), row('b', 'hashtag', 'two'), row('a', 'follow', 'b')];
    expect(ask(rows)).toEqual([
      { layer: 'follow', entities: ['b'], timed: [], areAccounts: true },
      { layer: 'hashtag', entities: ['one', 'two'], timed: [], areAccounts: false },
    ]);
  });
});
