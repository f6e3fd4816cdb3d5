import { describe, expect, it } from 'vitest';
import { isFinished, nextState, RUN_STATES, type RunEvent, type RunState } from '../../src/model/run-state.ts';

const EVENTS: readonly RunEvent[] = [
  'load',
  'snapshot',
  'project',
  'detect',
  'render',
  'emit',
  'fail',
  'cancel',
  'retry',
];

function follow(events: readonly RunEvent[]): RunState | null {
  return events.reduce<RunState | null>((state, event) => (state === null ? null : nextState(state, event)), 'queued');
}

describe('the states of a run', () => {
  it('lead from queued over every stage to emitted', () => {
    expect(follow(['snapshot', 'project', 'detect', 'render', 'emit'])).toBe('emitted');
    expect(follow(['load', 'emit'])).toBe('emitted');
  });

  it('let no stage be left out, taken twice or taken back', () => {
    expect(follow(['project'])).toBeNull();
    expect(follow(['snapshot', 'project', 'render'])).toBeNull();
    expect(follow(['snapshot', 'snapshot'])).toBeNull();
    expect(follow(['load', 'project'])).toBeNull();
  });

  it('let every unfinished run fail or be cancelled, and only those be tried again that did', () => {
    for (const state of RUN_STATES) {
      expect(nextState(state, 'fail')).toBe(isFinished(state) ? null : 'failed');
      expect(nextState(state, 'cancel')).toBe(isFinished(state) ? null : 'cancelled');
      expect(nextState(state, 'retry')).toBe(state === 'failed' || state === 'cancelled' ? 'queued' : null);
    }
  });

  it('end with emitted: nothing leads out of it', () => {
    expect(EVENTS.map((event) => nextState('emitted', event))).toEqual(EVENTS.map(() => null));
  });
});
