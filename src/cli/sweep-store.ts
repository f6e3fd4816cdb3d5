import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config, ConfigFlags } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { SweepResult } from '../model/run-result.ts';
import { refuseForeign } from '../service/output-folder.ts';
import { storeFileOf } from '../store/store-file.ts';
import { askForRun, type RunFlags } from './ask-for-run.ts';
import { bandOf, exitCodeOf } from './fail-on.ts';
import { printFindings } from './print-findings.ts';
import { type SweepInputFlags, windowOf } from './sweep-request.ts';

type StoreSweepFlags = SweepInputFlags & RunFlags & { readonly failOn?: string };

/** Flags that speak of files. */
const FILE_FLAGS = ['map', 'layerOf', 'set', 'keepRejectedRows', 'pseudonymize', 'allowlist', 'previous'] as const;

/** `sweep` without a file: everything in the store, with the allowlist and the clusters of earlier sweeps that are in it. */
export async function sweepStore(flags: StoreSweepFlags, config: Config, configFlags: ConfigFlags): Promise<number> {
  const misplaced = FILE_FLAGS.find((flag) => flags[flag] !== undefined);
  if (misplaced !== undefined) {
    throw new LockstepError(
      'usage',
      `--${misplaced.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is for sweeps over files: name the files, or leave it out to sweep the store.`,
    );
  }
  const failOn = bandOf(flags.failOn);
  if (flags.out !== undefined) refuseForeign(flags.out);
  const params = {
    window: windowOf(flags, config.timezone),
    seed: config.seed,
    layers: [...config.layers],
    out: flags.out === undefined ? null : resolve(flags.out),
  };
  const asking = { config, configFlags, flags, mustExist: true };
  refuseWithoutStore(config.store_url);
  const code = await askForRun('sweep', params, asking, async (run, store) => {
    await printFindings(run, store.cases, flags.json === true);
    // An emitted sweep has left what its job says it leaves.
    const { totals, layers } = run.result as SweepResult;
    return exitCodeOf({ bands: totals.bands, isTruncated: false, layers }, failOn);
  });
  return code ?? 0;
}

/** Who has no store has more likely forgotten the files than the store. */
function refuseWithoutStore(url: string): void {
  const file = storeFileOf(url);
  if (file === null || existsSync(file)) return;
  throw new LockstepError(
    'usage',
    `No input was named, and there is no store ${file}: give one or more edge files, or - for standard input, or make a store by "lockstep ingest".`,
  );
}
