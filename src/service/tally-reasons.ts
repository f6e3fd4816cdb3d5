import type { Reject } from '../model/reject.ts';

export type ReasonTally = {
  readonly add: (reject: Reject) => void;
  /** How often each reason came up, with the field that it is about; the most frequent first. */
  readonly reasons: () => { readonly [reason: string]: number };
};

/** Reasons name a field and what is wrong with it, never a value, so there are few. */
export function tallyReasons(): ReasonTally {
  const counts = new Map<string, number>();
  return {
    add: ({ field, reason }) => {
      const why = `${field} ${reason}`;
      counts.set(why, (counts.get(why) ?? 0) + 1);
    },
    reasons: () => Object.fromEntries([...counts].sort(([, a], [, b]) => b - a)),
  };
}
