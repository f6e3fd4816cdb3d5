/**
 * Something is wrong with Lockstep itself, and somebody is told. Ids are made of the subject and the slot, so that looking
 * again, or two workers that look at once, raise an alarm once. Times are ms since 1970.
 */
import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import type { Schedule } from '../../model/schedule.ts';
import { makeEvent } from './make-event.ts';

/** A scheduled run has not begun `missedAfterMs` after its slot. */
export function runMissed(
  { id, kind }: Pick<Schedule, 'id' | 'kind'>,
  missed: { readonly slot: number; readonly missedAfterMs: number },
  hash: Hash,
): NewEvent {
  const slot = new Date(missed.slot).toISOString();
  const data = { schedule_id: id, kind, slot, missed_after_ms: missed.missedAfterMs };
  return makeEvent({ type: 'lockstep.run.missed.v1', subject: id, key: [missed.slot], data }, hash);
}

/** A source has brought nothing newer than `newestAt`. `slot`: that of the run that looked, so that it is told once a run. */
export function sourceStale(
  stale: {
    readonly source: string;
    readonly newestAt: number | null;
    readonly staleAfterMs: number;
    readonly slot: number;
  },
  hash: Hash,
): NewEvent {
  const data = {
    source: stale.source,
    newest_at: stale.newestAt === null ? null : new Date(stale.newestAt).toISOString(),
    stale_after_ms: stale.staleAfterMs,
    slot: new Date(stale.slot).toISOString(),
  };
  return makeEvent({ type: 'lockstep.source.stale.v1', subject: stale.source, key: [stale.slot], data }, hash);
}

/** A layer has far fewer edges than it used to have. `slot`: that of the run, or when the run was asked for. */
export function layerDropped(
  dropped: {
    readonly layer: string;
    readonly edges: number;
    readonly usualEdges: number;
    readonly runId: string;
    readonly slot: number;
  },
  hash: Hash,
): NewEvent {
  const { layer, edges, usualEdges, runId, slot } = dropped;
  const data = {
    layer,
    edges,
    usual_edges: usualEdges,
    share: usualEdges === 0 ? 0 : Math.round((edges / usualEdges) * 10_000) / 10_000,
    run_id: runId,
    slot: new Date(slot).toISOString(),
  };
  return makeEvent({ type: 'lockstep.layer.dropped.v1', subject: layer, key: [slot], data }, hash);
}

/** A sink answered that it wants no more events. */
export function sinkRefused(
  refused: { readonly sink: string; readonly eventId: string; readonly why: string; readonly at: number },
  hash: Hash,
): NewEvent {
  const { sink, eventId, why, at } = refused;
  const data = { sink, event_id: eventId, why };
  return makeEvent({ type: 'lockstep.sink.refused.v1', subject: sink, key: [eventId, at], data }, hash);
}
