import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import type { IngestResult, SweepResult } from '../../model/run-result.ts';
import type { RunFailure, StoredRun } from '../../model/stored-run.ts';
import { instantOrNull, makeEvent } from './make-event.ts';

type ToldRun = Pick<StoredRun, 'id' | 'kind' | 'scheduleId' | 'slot'>;

/** For the transaction that emits the run. `result` is what it leaves there; `null` for a run that finds nothing. Once a run. */
export function runCompleted(run: ToldRun, result: SweepResult | IngestResult | null, hash: Hash): NewEvent {
  const report = result !== null && 'report_id' in result ? reportFacts(result) : null;
  const sources = result !== null && 'sources' in result ? result.sources.map(sourceFacts) : null;
  return makeEvent(
    { type: 'lockstep.run.completed.v1', subject: run.id, key: [], data: { ...runFacts(run), report, sources } },
    hash,
  );
}

/** For the transaction that fails the run. Once a life: a run that is retried may fail again. */
export function runFailed(
  run: ToldRun & Pick<StoredRun, 'epoch' | 'attempts'>,
  failure: RunFailure,
  hash: Hash,
): NewEvent {
  const { code } = failure;
  // The sentence of an internal error is whatever some library said, and may hold anything.
  const message = code === 'internal' ? null : failure.message;
  const data = { ...runFacts(run), code, message, attempts: run.attempts };
  return makeEvent({ type: 'lockstep.run.failed.v1', subject: run.id, key: [run.epoch], data }, hash);
}

function runFacts({ id, kind, scheduleId, slot }: ToldRun) {
  return { run_id: id, kind, schedule_id: scheduleId, slot: instantOrNull(slot) };
}

/** Not `out`: a path says something about the worker's machine, and nothing to whom we tell. */
function reportFacts(result: SweepResult) {
  const { report_id, report_run_id, input_digest, version, window, totals, suppressed, limits_hit, layers } = result;
  const layers_without_data = layers.filter(({ status }) => status === 'insufficient_data').map(({ name }) => name);
  return {
    report_id,
    report_run_id,
    input_digest,
    version,
    window,
    totals,
    suppressed,
    layers_without_data,
    limits_hit,
  };
}

function sourceFacts({ source, rows, rejected, added, duplicates, truncated }: IngestResult['sources'][number]) {
  return { source, rows, rejected, added, duplicates, truncated: truncated.length };
}
