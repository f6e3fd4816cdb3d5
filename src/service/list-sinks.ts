import type { Config } from '../config/load-config.ts';
import type { Delivery, StoppedSink } from '../model/outbox.ts';
import type { CaseStore } from '../store/case-store.ts';

type Cases = Pick<CaseStore, 'deliveries' | 'stoppedSinks' | 'eventsAfter'>;

/** How a sink stands with its events. Nothing of what the events tell, and no personal data. */
export type SinkStanding = {
  readonly sink: string;
  /** Whether the config sends events there. */
  readonly isConfigured: boolean;
  /** Events that wait to be sent, of those not yet listed for the sink the first 500. */
  readonly pending: number;
  /** When the oldest event that waits was written, ms since 1970; `null` = none waits. */
  readonly waitingSince: number | null;
  /** Why the sink is stopped, else what an event that waits, or else one that was given up, met last. */
  readonly lastError: string | null;
  readonly dead: readonly Delivery[];
  readonly stopped: StoppedSink | null;
};

/** The sinks that the config names, and those that are stopped. */
export async function listSinks(
  cases: Cases,
  { webhook_url, event_stream }: Pick<Config, 'webhook_url' | 'event_stream'>,
): Promise<readonly SinkStanding[]> {
  const stopped = new Map((await cases.stoppedSinks()).map((one) => [one.sink, one]));
  const configured = [...(webhook_url === null ? [] : ['webhook']), ...(event_stream === null ? [] : ['stream'])];
  const standings: SinkStanding[] = [];
  for (const sink of new Set([...configured, ...stopped.keys()])) {
    const deliveries = await cases.deliveries(sink);
    const dead = deliveries.filter(({ isDead }) => isDead);
    const waiting = deliveries.filter(({ isDead }) => !isDead);
    const stop = stopped.get(sink) ?? null;
    standings.push({
      sink,
      isConfigured: configured.includes(sink),
      pending: waiting.length,
      waitingSince: await writtenAt(cases, waiting[0]),
      lastError: stop?.why ?? lastErrorOf(waiting) ?? lastErrorOf(dead),
      dead,
      stopped: stop,
    });
  }
  return standings;
}

/** Deliveries stand in the order of their events: the first is the oldest. */
async function writtenAt(cases: Cases, oldest: Delivery | undefined): Promise<number | null> {
  if (oldest === undefined) return null;
  const [event] = await cases.eventsAfter(oldest.position - 1, 1);
  return event?.at ?? null;
}

/** The one that was tried last comes again last. */
function lastErrorOf(deliveries: readonly Delivery[]): string | null {
  const failed = deliveries.filter(({ lastError }) => lastError !== null);
  return failed.sort((a, b) => a.notBefore - b.notBefore).at(-1)?.lastError ?? null;
}
