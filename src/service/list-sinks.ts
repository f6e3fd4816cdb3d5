import type { Config } from '../config/load-config.ts';
import type { Delivery, StoppedSink } from '../model/outbox.ts';
import type { CaseStore } from '../store/case-store.ts';

/** How a sink stands with its events. */
export type SinkStanding = {
  readonly sink: string;
  /** Whether the config sends events there. */
  readonly isConfigured: boolean;
  /** Events that wait to be sent, of those not yet listed for the sink the first 500. */
  readonly pending: number;
  readonly dead: readonly Delivery[];
  readonly stopped: StoppedSink | null;
};

/** The sinks that the config names, and those that are stopped. */
export async function listSinks(
  cases: Pick<CaseStore, 'deliveries' | 'stoppedSinks'>,
  { webhook_url, event_stream }: Pick<Config, 'webhook_url' | 'event_stream'>,
): Promise<readonly SinkStanding[]> {
  const stopped = new Map((await cases.stoppedSinks()).map((one) => [one.sink, one]));
  const configured = [...(webhook_url === null ? [] : ['webhook']), ...(event_stream === null ? [] : ['stream'])];
  const standings: SinkStanding[] = [];
  for (const sink of new Set([...configured, ...stopped.keys()])) {
    const deliveries = await cases.deliveries(sink);
    const dead = deliveries.filter(({ isDead }) => isDead);
    const pending = deliveries.length - dead.length;
    standings.push({
      sink,
      isConfigured: configured.includes(sink),
      pending,
      dead,
      stopped: stopped.get(sink) ?? null,
    });
  }
  return standings;
}
