import { splitLayerFlag } from '../config/layer-choice.ts';
import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import { findRun } from '../service/read-run.ts';
import type { SweepRequest } from '../service/sweep.ts';
import { type InputFlags, inputSpecOf } from './input-flags.ts';
import { parseInstant } from './parse-instant.ts';

export type SweepInputFlags = InputFlags & {
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
  readonly layer?: readonly string[];
  readonly allowlist?: string;
  readonly previous?: string;
};

export function sweepRequestOf(files: readonly string[], flags: SweepInputFlags, config: Config): SweepRequest {
  return {
    input: inputSpecOf(files, flags, config),
    options: { seed: config.seed, layers: config.layers, window: windowOf(flags, config.timezone) },
    namedLayers: (flags.layer ?? []).map((text) => splitLayerFlag(text).name),
    allowlistFile: flags.allowlist ?? null,
    previousFolder: flags.previous === undefined ? null : findRun(flags.previous, config.data_dir),
    out: flags.out ?? null,
    dataDir: config.data_dir,
    threads: config.threads,
    memoryLimitMb: config.memory_limit_mb,
  };
}

export function windowOf(
  { from, to }: Pick<SweepInputFlags, 'from' | 'to'>,
  timezone: string,
): SweepRequest['options']['window'] {
  const window = {
    from: from === undefined ? null : parseInstant('--from', from, timezone),
    to: to === undefined ? null : parseInstant('--to', to, timezone),
  };
  if (window.from !== null && window.to !== null && window.from >= window.to) {
    throw new LockstepError('usage', `The window is empty: --from ${from} is not before --to ${to}.`);
  }
  return window;
}
