import { formatDuration } from '../config/duration.ts';
import { type IngestResult, sweepResultOf } from '../model/run-result.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { EventCounts, RunComparison } from '../service/compare-runs.ts';
import { findFolderOf } from '../service/run-folder.ts';
import { count, print, sayClusters, shown, strong, table, when } from './terminal.ts';

export function printRuns(runs: readonly StoredRun[]): void {
  if (runs.length === 0) {
    print('No runs.');
    return;
  }
  print(
    table([
      ['run', 'kind', 'state', 'asked for', 'took', 'came to'],
      ...runs.map((run) => [shown(run.id), run.kind, run.state, when(run.createdAt), took(run), outcomeOf(run)]),
    ]),
  );
}

export function printRun(run: StoredRun, comparison: RunComparison | null): void {
  print(strong(`Run ${shown(run.id)}: ${run.kind}, ${run.state}${run.cancelAsked ? ', asked to stop' : ''}`));
  print(
    table([
      ['asked for', `${when(run.createdAt)}${run.scheduleId === null ? '' : ` by schedule ${shown(run.scheduleId)}`}`],
      ...(run.slot === null ? [] : [['slot', when(run.slot)]]),
      ['began', when(run.startedAt)],
      ['ended', `${when(run.finishedAt)}${run.finishedAt === null ? '' : `, after ${took(run)}`}`],
      ['attempts', count(run.attempts)],
      ...(run.snapshotSeq === null ? [] : [['snapshot', `batches up to ${count(run.snapshotSeq)}`]]),
      ['params', shown(JSON.stringify(run.params))],
      ['came to', outcomeOf(run)],
      ...filesOf(run),
      ...(comparison === null ? [] : [['changed', sayChanges(comparison)]]),
    ]),
  );
}

function filesOf(run: StoredRun): readonly (readonly string[])[] {
  const result = sweepResultOf(run);
  if (result === null) return [];
  return [['files', `${shown(result.out)}${findFolderOf(run) === null ? ' (not on this machine)' : ''}`]];
}

function sayChanges({ against, events }: RunComparison): string {
  if (against === null) return 'nothing to compare with: no sweep came before it';
  return `${sayEvents(events)} against ${shown(against)}`;
}

export function sayEvents(events: EventCounts): string {
  const parts = Object.entries(events).filter(([, clusters]) => clusters > 0);
  return parts.length === 0
    ? 'no clusters'
    : parts.map(([event, clusters]) => `${count(clusters)} ${event}`).join(', ');
}

function took({ startedAt, finishedAt }: StoredRun): string {
  if (startedAt === null || finishedAt === null) return '-';
  return formatDuration(Math.max(1, Math.round((finishedAt - startedAt) / 1000)) * 1000);
}

/** How far it is, what came out, or why nothing did. */
function outcomeOf(run: StoredRun): string {
  if (run.failure !== null) return shown(`${run.failure.code}: ${run.failure.message}`);
  if (run.state !== 'emitted') return sayProgress(run);
  const sweep = sweepResultOf(run);
  if (sweep !== null) {
    const { clusters, bands } = sweep.totals;
    return `${sayClusters(clusters)}, ${count(bands.high.clusters)} high, ${count(bands.medium.clusters)} medium`;
  }
  return isIngestResult(run.result) ? sayIngest(run.result) : shown(JSON.stringify(run.result));
}

function sayProgress({ progress, state }: StoredRun): string {
  if (progress === null || state === 'cancelled') return '-';
  const percent = progress.total > 0 ? ` ${Math.floor((100 * progress.done) / progress.total)} %` : '';
  return `${progress.stage}${percent}`;
}

function isIngestResult(result: unknown): result is IngestResult {
  return typeof result === 'object' && result !== null && 'sources' in result && Array.isArray(result.sources);
}

function sayIngest({ sources }: IngestResult): string {
  const sum = (field: 'rows' | 'added' | 'rejected') => count(sources.reduce((total, one) => total + one[field], 0));
  return `${sum('added')} edges of ${sum('rows')} rows added, ${sum('rejected')} rejected`;
}
