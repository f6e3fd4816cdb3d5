import { expect, test } from 'vitest';
import type { ProgressEvent } from '../../src/model/progress.ts';
import { startStageClock } from '../../src/service/stage-clock.ts';

test('a stage lasts until the next one announces itself, and counts again when it comes back', () => {
  let now = 0;
  const passed: ProgressEvent[] = [];
  const clock = startStageClock(
    (event) => passed.push(event),
    () => now,
  );
  const enter = (stage: ProgressEvent['stage'], at: number) => {
    now = at;
    clock.sink({ stage, done: 0, total: 0, unit: '' });
  };
  enter('read', 10);
  enter('read', 40);
  enter('window', 100);
  enter('read', 130);
  now = 150;
  expect(clock.stop()).toEqual({ read: 110, window: 30 });
  expect(passed).toHaveLength(4);
});
