/** The steps of a run, in the order they happen. */
export const STAGES = [
  'read',
  'window',
  'layer',
  'similarity',
  'surprise',
  'backbone',
  'fusion',
  'partition',
  'cores',
  'cluster',
  'score',
  'rank',
  'write',
] as const;

export type Stage = (typeof STAGES)[number];

/** A stage tells how far it is: `done` of `total` units (`total` 0 = not known beforehand). */
export type ProgressEvent = {
  readonly stage: Stage;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
};

/** Where stages announce themselves; they never print. */
export type ProgressSink = (event: ProgressEvent) => void;
