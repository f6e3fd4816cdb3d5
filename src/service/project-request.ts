import type { LayerChoice } from '../model/layer.ts';
import type { ReadSummary } from '../model/run.ts';
import type { InputSpec } from './input-spec.ts';

export const PROJECT_RULES = ['own', 'coortweet'] as const;
export const PROJECT_FORMATS = ['csv', 'ndjson', 'graphml', 'gexf'] as const;

export type ProjectRequest = {
  readonly input: InputSpec;
  readonly layer: string;
  readonly choice: LayerChoice;
  readonly rule: (typeof PROJECT_RULES)[number];
  readonly format: (typeof PROJECT_FORMATS)[number];
  /** A file, `-` for standard output, `null` to write nothing. */
  readonly out: string | null;
  readonly threads: number;
};

export type ProjectOutcome = {
  readonly input: ReadSummary;
  readonly layer: string;
  readonly accounts: number;
  readonly pairs: number;
  readonly out: string | null;
};
