import type { Config } from '../config/load-config.ts';
import { sweepResultOf } from '../model/run-result.ts';
import type { Store } from '../store/store.ts';
import type { Check } from './examine-machine.ts';
import { examineSinks } from './examine-sinks.ts';
import { findLastSweep } from './find-stored-run.ts';
import { readAlarms } from './raise-alarms.ts';

type StandingConfig = Pick<Config, 'missed_after' | 'sources' | 'webhook_url' | 'event_stream'>;

/** When a sweep last came to its end, the alarms that stand, and sinks that events do not reach. */
export async function examineStanding(store: Store, config: StandingConfig, now: number): Promise<readonly Check[]> {
  const sources = [...config.sources].map(([name, { staleAfterMs }]) => ({ name, staleAfterMs }));
  const alarms = await readAlarms(store, { sources, now, missedAfterMs: config.missed_after });
  return [
    await lastSweep(store),
    ...(await nobodyLeads(store)),
    ...alarms.map(
      ({ kind, says }): Check => ({
        name: `alarm ${kind}`,
        state: 'warning',
        found: says,
        fix: 'see docs/operations.md',
      }),
    ),
    ...(await examineSinks(store.cases, config, now)),
  ];
}

/** Alarms are found by who leads, so that nobody does has to be seen from here. */
async function nobodyLeads({ cases }: Store): Promise<readonly Check[]> {
  const waiting = (await cases.schedules()).filter(({ isPaused }) => !isPaused).map(({ id }) => id);
  if (waiting.length === 0 || (await cases.leaseOf('leader')) !== null) return [];
  const found = `no worker leads, so none of the schedules ${waiting.join(', ')} fires`;
  return [{ name: 'nobody-leads', state: 'warning', found, fix: 'start "lockstep worker"; see docs/operations.md' }];
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
