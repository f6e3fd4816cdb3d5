import { EXIT_CODE_OF } from '../model/errors.ts';
import type { Band, Report } from '../model/report.ts';
import { oneOf } from './one-of.ts';

const BANDS: readonly Band[] = ['high', 'medium', 'low'];

export function bandOf(failOn: string | undefined): Band | null {
  return failOn === undefined ? null : oneOf('band', failOn, BANDS);
}

/** Findings come before caveats: who gates on them has asked for exactly that. */
export function exitCodeOf(
  found: {
    readonly bands: Report['totals']['bands'];
    readonly isTruncated: boolean;
    readonly layers: readonly { readonly status: 'ok' | 'insufficient_data' }[];
  },
  failOn: Band | null,
): number {
  const failing = failOn === null ? [] : BANDS.slice(0, BANDS.indexOf(failOn) + 1);
  if (failing.some((band) => found.bands[band].clusters > 0)) return 1;
  if (found.isTruncated) return EXIT_CODE_OF['input-truncated'];
  return found.layers.some(({ status }) => status === 'ok') ? 0 : EXIT_CODE_OF['insufficient-data'];
}
