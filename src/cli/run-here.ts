import type { Config, ConfigFlags } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { StoredRun } from '../model/stored-run.ts';

import { executeRun } from '../service/execute-run.ts';
import { newHolder } from '../service/new-holder.ts';
import type { Store } from '../store/store.ts';
import { openProgressLine } from './progress-line.ts';
import { listenForStop, Stopped } from './stop-signals.ts';

/** Does a run in this process, with its progress on the terminal. Ctrl-C cancels it: nobody else would go on with it. */
export async function runHere(
  run: StoredRun,
  store: Store,
  config: Config,
  flags: ConfigFlags,
  { json }: { readonly json?: boolean },
): Promise<StoredRun> {
  const stop = listenForStop();
  const line = openProgressLine();
  try {
    const ending = await executeRun(
      { runId: run.id, epoch: run.epoch },
      {
        store,
        config,
        flags,
        holder: newHolder(),
        onProgress: json === true ? () => {} : line.show,
        signal: stop.signal,
        triesAgain: false,
      },
    );
    line.clear();
    if (ending.ending === 'released') {
      await store.cases.askCancel(run.id, 'cli');
      throw new Stopped(stop.exitCode() ?? 130);
    }
    if (ending.ending === 'failed') throw ending.error;
    const now = await store.cases.getRun(run.id);
    if (now === null || now.state !== 'emitted') {
      throw new LockstepError(
        'conflict',
        `Run ${run.id} is ${now?.state ?? 'gone'}: somebody else has cancelled it or taken it over.`,
      );
    }
    return now;
  } finally {
    line.clear();
    stop.release();
  }
}
