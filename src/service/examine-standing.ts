import type { Config } from '../config/load-config.ts';
import { sweepResultOf } from '../model/run-result.ts';
import type { Store } from '../store/store.ts';
import type { Check } from './examine-machine.ts';
import { findLastSweep } from './find-stored-run.ts';
import { listSinks } from './list-sinks.ts';
import { readAlarms } from './raise-alarms.ts';

type StandingConfig = Pick<Config, 'missed_after' | 'sources' | 'webhook_url' | 'event_stream'>;

/** When a sweep last came to its end, the alarms that stand, and events that were given up. */
export async function examineStanding(store: Store, config: StandingConfig, now: number): Promise<readonly Check[]> {
  const sources = [...config.sources].map(([name, { staleAfterMs }]) => ({ name, staleAfterMs }));
  const alarms = await readAlarms(store, { sources, now, missedAfterMs: config.missed_after });
  return [
    await lastSweep(store),
    ...alarms.map(
      ({ kind, says }): Check => ({
        name: `alarm ${kind}`,
        state: 'warning',
        found: says,
        fix: 'see docs/operations.md',
      }),
    ),
    ...(await examineSinks(store, config)),
  ];
}

async function lastSweep({ cases }: Store): Promise<Check> {
  const run = await findLastSweep(cases);
  const result = run === null ? null : sweepResultOf(run);
  if (run === null || result === null) return { name: 'last sweep', state: 'ok', found: 'none yet', fix: null };
  const at = new Date(run.finishedAt ?? run.updatedAt).toISOString();
  const { clusters, bands } = result.totals;
  const found = `run ${run.id} ended ${at} with ${clusters} clusters, ${bands.high.clusters} high`;
  return { name: 'last sweep', state: 'ok', found, fix: null };
}

async function examineSinks({ cases }: Store, config: StandingConfig): Promise<readonly Check[]> {
  return (await listSinks(cases, config)).map(({ sink, pending, dead, stopped }): Check => {
    const isFine = dead.length === 0 && stopped === null;
    const how = stopped === null ? '' : ', and it wants no more';
    return {
      name: `events to ${sink}`,
      state: isFine ? 'ok' : 'warning',
      found: `${pending} wait, ${dead.length} were given up${how}`,
      fix: isFine ? null : 'see "lockstep events", mend the receiver, then send them again',
    };
  });
}
