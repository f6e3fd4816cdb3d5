/*
 * The life of a run. Every arrow is one transaction in the case store, fenced by the run's epoch.
 *
 *             claim: epoch + 1, attempts + 1; the state stays, so that a new worker goes on where the last one stood
 *
 *   queued ──▶ snapshotting ──▶ projecting ──▶ detecting ──▶ rendering ──▶ emitted      sweep, cluster
 *     │                                                                       ▲
 *     └──────▶ loading ───────────────────────────────────────────────────────┘         ingest, expire
 *
 *   any of them but emitted ──▶ failed      (a reason is kept)
 *   any of them but emitted ──▶ cancelled   (the cancel flag was seen)
 *   failed, cancelled ──▶ queued            (retry, asked for by a person)
 */
export const RUN_STATES = [
  'queued',
  'loading',
  'snapshotting',
  'projecting',
  'detecting',
  'rendering',
  'emitted',
  'failed',
  'cancelled',
] as const;

export type RunState = (typeof RUN_STATES)[number];
export type RunEvent = 'load' | 'snapshot' | 'project' | 'detect' | 'render' | 'emit' | 'fail' | 'cancel' | 'retry';

const STEPS: { readonly [state in RunState]: { readonly [event in RunEvent]?: RunState } } = {
  queued: { load: 'loading', snapshot: 'snapshotting', fail: 'failed', cancel: 'cancelled' },
  loading: { emit: 'emitted', fail: 'failed', cancel: 'cancelled' },
  snapshotting: { project: 'projecting', fail: 'failed', cancel: 'cancelled' },
  projecting: { detect: 'detecting', fail: 'failed', cancel: 'cancelled' },
  detecting: { render: 'rendering', fail: 'failed', cancel: 'cancelled' },
  rendering: { emit: 'emitted', fail: 'failed', cancel: 'cancelled' },
  emitted: {},
  failed: { retry: 'queued' },
  cancelled: { retry: 'queued' },
};

/** The state after `event`, or `null` when the event has no place in `state`. */
export function nextState(state: RunState, event: RunEvent): RunState | null {
  return STEPS[state][event] ?? null;
}

/** True when no worker has anything left to do on it. */
export function isFinished(state: RunState): boolean {
  return state === 'emitted' || state === 'failed' || state === 'cancelled';
}
