import { type Chooser, createChooser } from '../conformance/random.ts';

/**
 * How often a trial is done: `each` in every run of the tests, `nightly` under `npm run trials` (LOCKSTEP_TEST_TRIALS=nightly).
 * A number there is a count for every trial, to try one out.
 */
export function trialCount(each: number, nightly: number): number {
  const asked = process.env['LOCKSTEP_TEST_TRIALS'] ?? '';
  if (asked === '') return each;
  return asked === 'nightly' ? nightly : Number(asked);
}

/** New in each run of the tests; LOCKSTEP_TEST_SEED has the moments of a run that failed come again. */
export const TRIAL_SEED = Number(process.env['LOCKSTEP_TEST_SEED'] ?? Date.now() % 1_000_000);

export type Trial = { readonly number: number; readonly choose: Chooser };

/**
 * Does trials 0 to `count` - 1, `lanes` of them at a time, as most of a trial is waiting. Throws what the first failure says,
 * with what repeats it.
 */
export async function doTrials(
  name: string,
  { count, lanes }: { readonly count: number; readonly lanes: number },
  perform: (trial: Trial) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  let next = 0;
  let hasFailed = false;
  const work = async (): Promise<void> => {
    while (next < count && !hasFailed) {
      await doTrial(name, next++, perform).catch((error) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  console.info(`${name}: ${count} trials in ${seconds} s, seed ${TRIAL_SEED}`);
}

/** One trial; its choices depend on the seed and its number alone. */
export async function doTrial<T>(name: string, number: number, perform: (trial: Trial) => Promise<T>): Promise<T> {
  try {
    return await perform({ number, choose: createChooser(TRIAL_SEED + 7_919 * number) });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name}, trial ${number} (LOCKSTEP_TEST_SEED=${TRIAL_SEED}): ${said}`, { cause });
  }
}
