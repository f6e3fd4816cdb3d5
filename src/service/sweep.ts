import type { DetectOptions } from '../model/run.ts';
import { privacyOf } from '../source/privacy.ts';
import { detectInto } from './detect-into.ts';
import type { InputSpec } from './input-spec.ts';
import { holdToLimit, refuseOverLimit } from './memory-limit.ts';
import { openOutputFolder } from './output-folder.ts';
import { readInput } from './read-input.ts';
import { readPrior } from './read-prior.ts';
import { startStageClock } from './stage-clock.ts';
import { type RunSummary, summarizeRun } from './summarize-run.ts';
import { tallyReasons } from './tally-reasons.ts';
import { targetOf } from './target.ts';
import type { TaskContext } from './task-protocol.ts';

export type SweepRequest = {
  readonly input: InputSpec;
  readonly options: Pick<DetectOptions, 'seed' | 'window' | 'layers'>;
  /** Layers that the command line speaks of: they must be in the input. */
  readonly namedLayers: readonly string[];
  readonly allowlistFile: string | null;
  readonly previousFolder: string | null;
  /** Where the files go; `null` = a folder named by the run's id in the data folder. */
  readonly out: string | null;
  readonly dataDir: string;
  readonly threads: number;
  readonly memoryLimitMb: number;
};

const REJECTS_NAME = 'rejects.ndjson';

/** Read → detect → render → write. The folder appears whole at the end, or not at all. */
export async function sweep(request: SweepRequest, context: TaskContext): Promise<RunSummary> {
  const startedAt = Date.now();
  const clock = startStageClock(holdToLimit(request.memoryLimitMb, context.progress));
  await using folder = await openOutputFolder(targetOf(request.out, request.dataDir));
  const prior = readPrior(request.allowlistFile, request.previousFolder);

  const tally = tallyReasons();
  using rejects = folder.log(REJECTS_NAME);
  const { columns, summary } = await readInput(request.input, request.namedLayers, {
    onReject: (reject) => {
      tally.add(reject);
      rejects.append(`${JSON.stringify(reject)}\n`);
    },
    onProgress: clock.sink,
  });
  rejects.close();
  refuseOverLimit(columns, request.options.window, request.memoryLimitMb);

  const { input, out, dataDir, threads } = request;
  const privacy = privacyOf(input.pseudonyms);
  const place = { folder, out, dataDir, threads, clock, startedAt, input: summary };
  const { report, out: path, timings } = await detectInto(columns, { ...request.options, prior, privacy }, place);
  return summarizeRun(report, { ...summary, reject_reasons: tally.reasons() }, folder.written, timings, path);
}
