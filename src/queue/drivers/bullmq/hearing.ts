/** Whether the server answers the hands of a lane, which ask it for jobs as long as one of them is free. */
export type Hearing = {
  /** The server has said whether there is a job. */
  readonly answered: () => void;
  /** A hand has a job; it is free again when what comes back is called. */
  readonly handed: () => () => void;
  readonly silentMs: () => number;
};

/** Of a lane with so many hands. Ages by a clock that nobody sets. */
export function createHearing(hands: number): Hearing {
  let since = performance.now();
  let full = 0;
  const answered = (): void => {
    since = performance.now();
  };
  return {
    answered,
    handed: () => {
      full++;
      answered();
      return () => {
        full--;
        // Of hands that were all full nobody had asked: they begin to now.
        answered();
      };
    },
    silentMs: () => (full < hands ? performance.now() - since : 0),
  };
}
