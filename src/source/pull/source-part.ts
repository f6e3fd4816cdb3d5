import type { OpenInput } from '../open-input.ts';

/** What a source has that is read from its start to its end: a file, an object. */
export type SourcePart = {
  /** Where it is, as messages say it and by which it is found again: a path, an address. */
  readonly name: string;
  /** Another one when the content has changed. */
  readonly stamp: string;
  /** Bytes. */
  readonly size: number;
};

/** The parts that a source has now, in the order of their names. */
export type PartList = {
  readonly parts: readonly SourcePart[];
  readonly open: (part: SourcePart) => Promise<OpenInput>;
};
