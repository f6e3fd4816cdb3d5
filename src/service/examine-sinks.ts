import type { Config } from '../config/load-config.ts';
import type { CaseStore } from '../store/case-store.ts';
import type { Check } from './examine-machine.ts';
import { listSinks, type SinkStanding } from './list-sinks.ts';

/** A worker sends within seconds, and an event that fails is tried again several times within this. */
const LATE_MS = 15 * 60_000;

/** Whether events still reach those whom the config has told: of each sink what waits, since when, and why. */
export async function examineSinks(
  cases: Pick<CaseStore, 'deliveries' | 'stoppedSinks' | 'eventsAfter'>,
  config: Pick<Config, 'webhook_url' | 'event_stream'>,
  now: number,
): Promise<readonly Check[]> {
  return (await listSinks(cases, config)).map((standing): Check => {
    const fix = findFix(standing, now);
    return {
      name: `events to ${standing.sink}`,
      state: fix === null ? 'ok' : 'warning',
      found: say(standing),
      fix,
    };
  });
}

function say({ pending, waitingSince, lastError, dead, stopped }: SinkStanding): string {
  const since = waitingSince === null ? '' : ` since ${instantOf(waitingSince)}`;
  const stop = stopped === null ? '' : `, it wants no more since ${instantOf(stopped.at)}`;
  const error = lastError === null ? '' : `, last error: ${lastError}`;
  return `${pending} wait${since}, ${dead.length} were given up${stop}${error}`;
}

/** `null` = nothing is to be mended. */
function findFix({ sink, waitingSince, lastError, dead, stopped }: SinkStanding, now: number): string | null {
  const again = dead.length === 0 ? [] : [`"lockstep events redeliver ${sink}"`];
  if (stopped !== null) return `mend the receiver, then ${[`"lockstep events start ${sink}"`, ...again].join(' and ')}`;
  if (dead.length > 0) return `mend the receiver, see "lockstep events", then ${again}`;
  if (waitingSince === null || now - waitingSince <= LATE_MS) return null;
  if (lastError !== null) return 'mend what the error names: then they are sent by themselves';
  return 'nobody has tried to send them: start a worker whose config names the sink';
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}
