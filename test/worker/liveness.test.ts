import { describe, expect, it } from 'vitest';
import { createLiveness, DEAF_AFTER_MS, IDLE_AFTER_MS } from '../../src/worker/liveness.ts';

function open() {
  let clock = 1_000_000;
  let silentMs = 0;
  const liveness = createLiveness(() => clock);
  liveness.listen(() => silentMs);
  const pass = (ms: number): void => {
    clock += ms;
  };
  const fallSilent = (ms: number): void => {
    silentMs = ms;
  };
  return { liveness, pass, fallSilent };
}

const depth = (waiting: number) => ({ waiting, active: 0, delayed: 0, failed: 0 });

describe('a worker', () => {
  it('that the queue answers is well, however long nothing was to be done', () => {
    const { liveness, pass, fallSilent } = open();
    fallSilent(DEAF_AFTER_MS);
    pass(86_400_000);
    liveness.look(depth(0));
    expect([liveness.complaint(), liveness.idleMs()]).toEqual([null, 86_400_000]);
  });

  it('that the queue does not answer is deaf though nothing waits, within a minute', () => {
    const { liveness, fallSilent } = open();
    liveness.look(depth(0));
    fallSilent(DEAF_AFTER_MS + 1);
    expect(liveness.complaint()).toContain('has not answered this worker for 45 s');
    expect(DEAF_AFTER_MS).toBeLessThan(60_000);
    fallSilent(3);
    expect(liveness.complaint()).toBeNull();
  });

  it('with a run at hand is left in peace until that ends', () => {
    const { liveness, fallSilent } = open();
    fallSilent(3_600_000);
    liveness.runBegun();
    expect(liveness.complaint()).toBeNull();
    liveness.runEnded();
    expect(liveness.complaint()).not.toBeNull();
  });

  it('that is handed none of the jobs that wait is told of, and one that takes jobs is not', () => {
    const { liveness, pass } = open();
    liveness.look(depth(1));
    pass(IDLE_AFTER_MS + 1);
    expect(liveness.complaint()).toContain('Jobs have been waiting for 60 s');
    liveness.jobTaken();
    liveness.look(depth(1));
    pass(IDLE_AFTER_MS);
    expect(liveness.complaint()).toBeNull();
    pass(1);
    liveness.look(depth(0));
    expect(liveness.complaint()).toBeNull();
  });
});
