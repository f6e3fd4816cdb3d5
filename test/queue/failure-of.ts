import { LockstepError } from '../../src/model/errors.ts';

/** The error for people that `work` ends with; any other end is a failure of the test. */
export async function failureOf(work: Promise<unknown>): Promise<LockstepError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It should have failed.');
}
