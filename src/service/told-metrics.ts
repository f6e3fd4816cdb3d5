import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { ALARM_KINDS, type Alarm } from '../model/alarm.ts';
import type { Stage } from '../model/progress.ts';
import type { IngestResult } from '../model/run-result.ts';
import { isFinished, RUN_STATES } from '../model/run-state.ts';
import type { RunKind, StoredRun } from '../model/stored-run.ts';

type SourceCounts = IngestResult['sources'][number];

/** What a worker tells of its own work. */
export type ToldMetrics = {
  /** A run has come to its end here; told once each time it does. */
  readonly runFinished: (run: Pick<StoredRun, 'kind' | 'state' | 'startedAt' | 'finishedAt'>) => void;
  readonly stageDone: (stage: Stage, ms: number) => void;
  readonly edgesTaken: (
    source: string,
    counts: Pick<SourceCounts, 'added' | 'raised' | 'duplicates' | 'forgotten' | 'rejected'>,
  ) => void;
  /** The alarms that stand now: those that are not among them are over. */
  readonly alarmsStand: (alarms: readonly Alarm[]) => void;
  /** Who leads no more knows of no alarm. */
  readonly leads: (isLeader: boolean) => void;
};

const RUN_KINDS = Object.keys({ sweep: 0, cluster: 0, ingest: 0, expire: 0 } satisfies Record<RunKind, 0>);
const STAGE_BUCKETS_S = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600];
const RUN_BUCKETS_S = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800];
/** Names of sources are an operator's; a name made anew each day must not grow the series without end. */
const MOST_SOURCES = 100;
const OTHER = 'other';

export function createToldMetrics(registry: Registry): ToldMetrics {
  const registers = [registry];
  const runs = new Counter({
    name: 'lockstep_runs_total',
    help: 'Runs that ended here, by kind and the state they ended in.',
    labelNames: ['kind', 'state'],
    registers,
  });
  // From the start at 0: the first failure is a rise, which an alert can see.
  for (const kind of RUN_KINDS) for (const state of RUN_STATES.filter(isFinished)) runs.inc({ kind, state }, 0);
  const runSeconds = new Histogram({
    name: 'lockstep_run_seconds',
    help: 'Time from the first life of a run to its end.',
    labelNames: ['kind'],
    buckets: RUN_BUCKETS_S,
    registers,
  });
  const stageSeconds = new Histogram({
    name: 'lockstep_stage_seconds',
    help: 'Time that a stage of the detection took.',
    labelNames: ['stage'],
    buckets: STAGE_BUCKETS_S,
    registers,
  });
  return {
    runFinished: ({ kind, state, startedAt, finishedAt }) => {
      runs.inc({ kind, state });
      if (startedAt !== null && finishedAt !== null) runSeconds.observe({ kind }, (finishedAt - startedAt) / 1000);
    },
    stageDone: (stage, ms) => stageSeconds.observe({ stage }, ms / 1000),
    edgesTaken: countEdges(registry),
    ...showLeading(registry),
  };
}

function countEdges(registry: Registry): ToldMetrics['edgesTaken'] {
  const edges = new Counter({
    name: 'lockstep_edges_total',
    help: 'Rows pulled in here, by source and what became of them.',
    labelNames: ['source', 'outcome'],
    registers: [registry],
  });
  const named = new Set<string>();
  return (name, { added, raised, duplicates, forgotten, rejected }) => {
    if (named.size < MOST_SOURCES) named.add(name);
    const source = named.has(name) ? name : OTHER;
    const outcomes = { added, raised, duplicate: duplicates, forgotten, rejected };
    for (const [outcome, count] of Object.entries(outcomes)) edges.inc({ source, outcome }, count);
  };
}

function showLeading(registry: Registry): Pick<ToldMetrics, 'alarmsStand' | 'leads'> {
  const alarm = new Gauge({
    name: 'lockstep_alarm',
    help: '1 while an alarm of the kind stands; the leader knows, all others say 0.',
    labelNames: ['kind'],
    registers: [registry],
  });
  const leader = new Gauge({
    name: 'lockstep_leader',
    help: '1 in the process that puts schedules into the queue and looks for alarms.',
    registers: [registry],
  });
  const alarmsStand = (alarms: readonly Alarm[]): void => {
    for (const kind of ALARM_KINDS) alarm.set({ kind }, alarms.some((one) => one.kind === kind) ? 1 : 0);
  };
  alarmsStand([]);
  return {
    alarmsStand,
    leads: (isLeader) => {
      leader.set(isLeader ? 1 : 0);
      // What it knew is another's to know now.
      if (!isLeader) alarmsStand([]);
    },
  };
}
