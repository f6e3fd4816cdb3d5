import type { Config } from '../config/load-config.ts';
import type { SourceChoice } from '../config/source-choice.ts';
import type { Alarm } from '../model/alarm.ts';
import type { Hash } from '../model/ports.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { alarmEvents } from '../report/events/alarm-events.ts';
import type { Store } from '../store/store.ts';
import { findAlarms, type SourcePatience } from './find-alarms.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** Runs of a schedule that are looked through for the last that ended and the last that began. */
const LATEST_RUNS = 50;

export type AlarmQuestion = {
  readonly sources: readonly SourcePatience[];
  readonly now: number;
  readonly missedAfterMs: number;
};

/** The alarms that stand by what the store holds. Reads a few runs of each schedule, no edge. */
export async function readAlarms({ cases, edges }: Store, question: AlarmQuestion): Promise<readonly Alarm[]> {
  const schedules = await cases.schedules();
  const runs = new Map<string, StoredRun>();
  for (const { id: scheduleId, isPaused } of schedules) {
    if (isPaused) continue;
    const latest = await cases.listRuns({ scheduleId, limit: LATEST_RUNS });
    const sweeps = await cases.listRuns({ scheduleId, kind: 'sweep', state: 'emitted', limit: 2 });
    for (const run of [...latest, ...sweeps]) runs.set(run.id, run);
  }
  return findAlarms({ ...question, schedules, runs: [...runs.values()], watermarks: await edges.watermarks() });
}

export type AlarmContext = {
  readonly store: Store;
  readonly config: Pick<Config, 'missed_after'> & {
    readonly sources: ReadonlyMap<string, Pick<SourceChoice, 'staleAfterMs'>>;
  };
  readonly metrics: Pick<Metrics, 'alarmsStand'>;
  readonly log: Logger;
  readonly hash: Hash;
  readonly now: () => number;
};

/**
 * Tells of the alarms that stand: as a metric while they do, and once each as an event and a line of the log, however often this
 * is called and by however many. Returns them.
 */
export async function raiseAlarms({ store, config, metrics, log, hash, now }: AlarmContext): Promise<readonly Alarm[]> {
  const sources = [...config.sources].map(([name, { staleAfterMs }]) => ({ name, staleAfterMs }));
  const alarms = await readAlarms(store, { sources, now: now(), missedAfterMs: config.missed_after });
  metrics.alarmsStand(alarms);
  for (const alarm of alarms) {
    const added = await store.cases.addEvents(alarmEvents([alarm], hash));
    if (added.length > 0) log.error(alarm.says, fieldsOf(alarm));
  }
  return alarms;
}

function fieldsOf({ kind, subject }: Alarm): {
  readonly alarm: string;
  readonly source?: string;
  readonly schedule?: string;
} {
  return { alarm: kind, ...(kind === 'source-stale' ? { source: subject } : { schedule: subject }) };
}
