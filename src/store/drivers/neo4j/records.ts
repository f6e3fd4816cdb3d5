import type { StoredCluster } from '../../../model/case.ts';
import type { StoredRun } from '../../../model/stored-run.ts';
import type { RecordAnswer, RecordRequest, RecordRow, Step } from '../../record.ts';
import { runStepAsync } from '../../run-step.ts';
import { int, type Transaction } from './connection.ts';

/** Runs a step in a transaction. */
export function runRecords<T>(tx: Transaction, step: Step<T>): Promise<T> {
  return runStepAsync(step, (request) => answer(tx, request));
}

async function answer(tx: Transaction, request: RecordRequest): Promise<RecordAnswer> {
  switch (request.op) {
    case 'get': {
      const [row] = await tx.run('records/get', { kind: request.kind, key: request.key });
      return row === undefined ? null : (row.get('body') as string);
    }
    case 'scan': {
      const { from, below, limit, isReversed } = request.span;
      const params = { kind: request.kind, from, below, limit: int(limit) };
      const name = isReversed === true ? 'records/scan-back' : 'records/scan';
      const rows = await tx.run(name, params);
      return rows.map((row) => [row.get('key') as string, row.get('body') as string] as const);
    }
    case 'put':
      await tx.run('records/put', { rows: request.rows });
      await showRecords(tx, request.rows);
      return null;
    case 'remove':
      await tx.run('records/remove', { kind: request.kind, keys: request.keys });
      return null;
  }
}

/** Draws runs and clusters for those who browse the database, in the transaction that writes their records. */
async function showRecords(tx: Transaction, rows: readonly RecordRow[]): Promise<void> {
  for (const { kind, body } of rows) {
    if (kind !== 'run') continue;
    const run = JSON.parse(body) as StoredRun;
    await tx.run('records/show-run', { id: run.id, kind: run.kind, state: run.state, at: int(run.updatedAt) });
  }
  const clusters = rows.filter(({ kind }) => kind === 'cluster').map(({ body }) => picture(JSON.parse(body)));
  if (clusters.length > 0) await tx.run('records/show-clusters', { clusters });
}

function picture({ runId, cluster }: StoredCluster) {
  return {
    run: runId,
    rank: int(cluster.rank),
    id: cluster.cluster_id,
    lineage: cluster.lineage_id,
    score: cluster.score,
    band: cluster.band,
    size: int(cluster.size),
    summary: cluster.summary,
    members: cluster.members.map(({ account_id, tier, score }) => ({ account: account_id, tier, score })),
  };
}
