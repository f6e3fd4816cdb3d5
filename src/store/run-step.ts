import type { RecordAnswer, RecordRequest, Step } from './record.ts';

/** Runs a step to its end; each request is answered on the spot. */
export function runStep<T>(step: Step<T>, answer: (request: RecordRequest) => RecordAnswer): T {
  let turn = step.next();
  while (turn.done !== true) turn = step.next(answer(turn.value));
  return turn.value;
}

/** The same over a network. */
export async function runStepAsync<T>(
  step: Step<T>,
  answer: (request: RecordRequest) => Promise<RecordAnswer>,
): Promise<T> {
  let turn = step.next();
  while (turn.done !== true) turn = step.next(await answer(turn.value));
  return turn.value;
}
