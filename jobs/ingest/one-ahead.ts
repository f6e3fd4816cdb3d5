/** Two pieces of work at once: while a server works on one, the next is made ready here. */
export type OneAhead<T> = {
  /** Starts it, and waits for the one before. Throws what that failed with; then nothing more is to be added. */
  readonly add: (work: () => Promise<T>) => Promise<void>;
  /** Waits for all and gives their answers, in the order they were added in. */
  readonly end: () => Promise<readonly T[]>;
  /** Waits for all and throws nothing: what they do has ended, well or not. */
  readonly settle: () => Promise<void>;
};

/** What is added may end in any order; that of which the order matters is to be waited for before the next is added. */
export function createOneAhead<T>(): OneAhead<T> {
  const answers: T[] = [];
  let last: Promise<T> | null = null;
  const take = async (work: Promise<T> | null): Promise<void> => {
    if (work !== null) answers.push(await work);
  };
  return {
    add: async (work) => {
      const before = last;
      last = work();
      // Its failure is told by whoever waits for it: until then it must not pass for one that nobody handles.
      last.catch(() => undefined);
      await take(before);
    },
    end: async () => {
      const before = last;
      last = null;
      await take(before);
      return answers;
    },
    settle: async () => {
      await last?.catch(() => undefined);
    },
  };
}
