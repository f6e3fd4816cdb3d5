/** What DuckDB says of the same actions: self-joins, as an analyst would write them. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Action } from './pair-worlds.ts';

type Rows = readonly (readonly number[])[];

export type PairOracle = {
  /** a, b, shared entities, added ln(accounts / holders). */
  readonly shared: (options: { cap: number; minShared: number; accounts: number }) => Promise<Rows>;
  /** a, b, entities within the narrow span, within the wide, shared with times, mean gap ms, days. */
  readonly together: (options: {
    narrowMs: number;
    wideMs: number;
    minShared: number;
    cap: number;
    burstCap: number;
  }) => Promise<Rows>;
};

export async function openPairOracle(actions: readonly Action[]): Promise<PairOracle & Disposable> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE action (account INTEGER, entity INTEGER, ms DOUBLE)');
  const appender = await connection.createAppender('action');
  for (const [account, entity, at] of actions) {
    appender.appendInteger(account);
    appender.appendInteger(entity);
    if (at === null) appender.appendNull();
    else appender.appendDouble(at);
    appender.endRow();
  }
  appender.closeSync();
  const ask = async (query: string): Promise<Rows> => {
    const answer = await connection.runAndReadAll(query);
    return answer.getRows().map((row) => row.map(Number));
  };
  return {
    shared: ({ cap, minShared, accounts }) =>
      ask(`
        WITH cell AS (SELECT DISTINCT account, entity FROM action),
             held AS (SELECT entity, ln(${accounts} / count(*)) AS weight FROM cell
                      GROUP BY entity HAVING count(*) BETWEEN 2 AND ${cap}),
             item AS (SELECT account, entity, weight FROM cell JOIN held USING (entity))
        SELECT x.account, y.account, count(*), sum(x.weight)
        FROM item x JOIN item y ON x.entity = y.entity AND x.account < y.account
        GROUP BY 1, 2 HAVING count(*) >= ${minShared} ORDER BY 1, 2`),
    together: ({ narrowMs, wideMs, minShared, cap, burstCap }) =>
      ask(`
        WITH cell AS (SELECT DISTINCT account, entity, ms FROM action),
             held AS (SELECT entity FROM cell GROUP BY entity HAVING count(DISTINCT account) BETWEEN 2 AND ${cap}),
             timed AS (SELECT account, entity, ms FROM cell JOIN held USING (entity) WHERE ms IS NOT NULL),
             calm AS (SELECT x.account, x.entity, x.ms FROM timed x JOIN timed y
                      ON x.entity = y.entity AND y.ms BETWEEN x.ms - ${wideMs} AND x.ms + ${wideMs}
                      GROUP BY ALL HAVING count(*) - 1 <= ${burstCap}),
             met AS (SELECT x.account AS a, y.account AS b, x.entity, abs(x.ms - y.ms) AS gap,
                            CASE WHEN gap <= ${wideMs} THEN floor(least(x.ms, y.ms) / 86400000) END AS day
                     FROM calm x JOIN calm y ON x.entity = y.entity AND x.account < y.account),
             closest AS (SELECT a, b, entity, min(gap) AS gap FROM met GROUP BY ALL),
             dated AS (SELECT a, b, count(DISTINCT day) AS days FROM met GROUP BY ALL)
        SELECT a, b, count(*) FILTER (gap <= ${narrowMs}), count(*) FILTER (gap <= ${wideMs}), count(*),
               avg(gap) FILTER (gap <= ${wideMs}), any_value(days)
        FROM closest JOIN dated USING (a, b)
        GROUP BY a, b HAVING count(*) FILTER (gap <= ${wideMs}) >= ${minShared} ORDER BY 1, 2`),
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
