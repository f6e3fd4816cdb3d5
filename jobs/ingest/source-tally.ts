import type { IngestResult } from '../../src/model/run-result.ts';
import { addFigures, type Figures, NO_FIGURES } from './figures.ts';

type SourceResult = IngestResult['sources'][number];

/** Adds up what came of a source, part by part. */
export type SourceTally = {
  /** A part that was read; `truncated` is its name when it ended early. */
  readonly add: (figures: Figures, truncated: string | null) => void;
  /** A part that had been read before. That it ended early is told until it is whole. */
  readonly skip: (truncated: string | null) => void;
  readonly result: () => SourceResult;
};

export function createTally(source: string): SourceTally {
  let figures = NO_FIGURES;
  let [parts, skipped] = [0, 0];
  const truncated: string[] = [];
  return {
    add: (more, cut) => {
      figures = addFigures(figures, more);
      parts++;
      if (cut !== null) truncated.push(cut);
    },
    skip: (cut) => {
      skipped++;
      if (cut !== null) truncated.push(cut);
    },
    result: () => ({ source, ...figures, parts, skipped, truncated }),
  };
}
