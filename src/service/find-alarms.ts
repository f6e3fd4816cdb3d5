import { formatDuration } from '../config/duration.ts';
import type { Alarm } from '../model/alarm.ts';
import type { Watermark } from '../model/edge-batch.ts';
import { sweepResultOf } from '../model/run-result.ts';
import { isFinished } from '../model/run-state.ts';
import type { StoredSchedule } from '../model/schedule.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { sourceOfWatermark } from '../source/pull/watermark-name.ts';
import { pastSlots } from './past-slots.ts';

export type SourcePatience = {
  readonly name: string;
  /** How long it may bring nothing; `null` = for ever. */
  readonly staleAfterMs: number | null;
};

export type AlarmFacts = {
  readonly schedules: readonly StoredSchedule[];
  /** Of each schedule at least the latest runs, and its last two emitted sweeps. In any order. */
  readonly runs: readonly StoredRun[];
  readonly watermarks: readonly Watermark[];
  readonly sources: readonly SourcePatience[];
  readonly now: number;
  readonly missedAfterMs: number;
};

/** A layer that keeps less than this share of its edges from one sweep to the next is no quiet night. */
const LEAST_SHARE = 0.2;
const DAY_MS = 86_400_000;

/** The alarms that stand, by the facts alone: found again they are the same. A schedule that is paused raises none. */
export function findAlarms({ schedules, runs, watermarks, sources, now, missedAfterMs }: AlarmFacts): readonly Alarm[] {
  const ofSchedules = schedules
    .filter(({ isPaused }) => !isPaused)
    .flatMap((schedule) => {
      const own = runs.filter(({ scheduleId }) => scheduleId === schedule.id).sort((a, b) => b.number - a.number);
      return [
        ...findFailed(schedule, own),
        ...findMissed(schedule, own, now, missedAfterMs),
        ...findDropped(schedule, own),
      ];
    });
  return [...ofSchedules, ...sources.flatMap((source) => findStale(source, watermarks, now))];
}

/** The run that ended last counts: one that is tried again or under way has not failed yet, and has not mended it either. */
function findFailed({ id }: StoredSchedule, latestFirst: readonly StoredRun[]): readonly Alarm[] {
  const last = latestFirst.find(({ state }) => isFinished(state));
  if (last?.state !== 'failed') return [];
  const says = `The last run of schedule ${id} has failed (${last.failure?.code ?? 'internal'}): see "lockstep runs show ${last.id}", mend what it names, then "lockstep jobs retry ${last.id}".`;
  return [{ kind: 'run-failed', subject: id, since: last.finishedAt ?? last.updatedAt, says }];
}

function findMissed(
  schedule: StoredSchedule,
  runs: readonly StoredRun[],
  now: number,
  missedAfterMs: number,
): readonly Alarm[] {
  const [due, before = Number.NEGATIVE_INFINITY] = pastSlots(schedule, now - missedAfterMs, 2);
  if (due === undefined || due < schedule.since) return [];
  // Anything after the slot before counts: a queue's own calendar may set the clock forward at another minute than ours.
  const hasBegun = ({ slot, epoch, state }: StoredRun): boolean =>
    slot !== null && slot > before && (epoch > 0 || isFinished(state));
  if (runs.some(hasBegun)) return [];
  const says = `Schedule ${schedule.id} has begun no run for its slot ${instantOf(due)}, ${formatDuration(missedAfterMs)} after it: see that a worker runs and hears the queue ("lockstep doctor", "lockstep jobs list").`;
  return [{ kind: 'run-missed', subject: schedule.id, since: due, says }];
}

/** A layer that the last sweep has not is one that has lost all its edges. */
function findDropped({ id }: StoredSchedule, latestFirst: readonly StoredRun[]): readonly Alarm[] {
  const [last, earlier] = latestFirst.flatMap((run) => {
    const result = sweepResultOf(run);
    return result === null ? [] : [{ at: run.finishedAt ?? run.updatedAt, layers: result.layers }];
  });
  if (last === undefined || earlier === undefined) return [];
  return earlier.layers.flatMap(({ name, edges: usual }): readonly Alarm[] => {
    const edges = last.layers.find((layer) => layer.name === name)?.edges ?? 0;
    if (edges >= usual * LEAST_SHARE) return [];
    const says = `Layer ${name} has ${edges} edges in the last sweep of schedule ${id} and had ${usual} in the one before: find out what became of its source before anybody acts on the report.`;
    return [{ kind: 'layer-dropped', subject: `${id}/${name}`, since: last.at, says }];
  });
}

function findStale(
  { name, staleAfterMs }: SourcePatience,
  watermarks: readonly Watermark[],
  now: number,
): readonly Alarm[] {
  if (staleAfterMs === null) return [];
  const newest = Math.max(...watermarks.filter(({ source }) => sourceOfWatermark(source) === name).map(({ at }) => at));
  if (now - newest <= staleAfterMs) return [];
  const patience = formatDuration(staleAfterMs);
  const since = newest === Number.NEGATIVE_INFINITY ? 'ever' : `since ${instantOf(newest)}`;
  return [
    {
      kind: 'source-stale',
      subject: name,
      // Of a source that never brought anything nobody knows since when; it is told of once a day.
      since: newest === Number.NEGATIVE_INFINITY ? now - (now % DAY_MS) : newest + staleAfterMs,
      says: `Source ${name} has brought nothing ${since}, and its stale_after is ${patience}: see what "lockstep ingest ${name}" says, and whether its other end still writes.`,
    },
  ];
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}
