import { join } from 'node:path';
import { detect } from '../detect/pipeline.ts';
import { LockstepError } from '../model/errors.ts';
import type { Findings } from '../model/findings.ts';
import type { ProgressSink } from '../model/progress.ts';
import type { DetectOptions, ReadSummary } from '../model/run.ts';
import { RENDERERS } from '../report/renderers.ts';
import { sha256 } from './hash.ts';
import { type InputSpec, privacyOf } from './input-spec.ts';
import { MANIFEST_NAME, MANIFEST_SCHEMA, type Manifest, type Timings } from './manifest.ts';
import { holdToLimit, refuseOverLimit } from './memory-limit.ts';
import { type OutputFolder, openOutputFolder } from './output-folder.ts';
import { readInput } from './read-input.ts';
import { readPrior } from './read-prior.ts';
import { runsFolder } from './read-run.ts';
import { startStageClock } from './stage-clock.ts';
import { type RunSummary, summarizeRun } from './summarize-run.ts';
import { targetOf } from './target.ts';
import type { TaskContext } from './task-protocol.ts';
import { openThreadPool } from './thread-pool.ts';
import { VERSION } from './version.ts';

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

/** The forms of the findings that every sweep writes. */
const FORMATS = ['json', 'html', 'clusters', 'accounts', 'pairs', 'evidence', 'figures'] as const;
const CLUSTERS_WITH_FIGURES = 100;
/** Edges below which starting threads takes longer than they save. */
const WORTH_THREADS = 50_000;
const REJECTS_NAME = 'rejects.ndjson';

/** Read → detect → render → write. The folder appears whole at the end, or not at all. */
export async function sweep(request: SweepRequest, context: TaskContext): Promise<RunSummary> {
  const startedAt = Date.now();
  const clock = startStageClock(holdToLimit(request.memoryLimitMb, context.progress));
  await using folder = await openOutputFolder(targetOf(request.out, request.dataDir));
  const prior = readPrior(request.allowlistFile, request.previousFolder);

  using rejects = folder.log(REJECTS_NAME);
  const { columns, summary } = await readInput(request.input, request.namedLayers, {
    onReject: (reject) => rejects.append(`${JSON.stringify(reject)}\n`),
    onProgress: clock.sink,
  });
  rejects.close();
  refuseOverLimit(columns, request.options.window, request.memoryLimitMb);

  await using pool = await openThreadPool({ threads: columns.length < WORTH_THREADS ? 1 : request.threads });
  const findings = await detect(
    columns,
    { ...request.options, version: VERSION, prior, privacy: privacyOf(request.input), figures: CLUSTERS_WITH_FIGURES },
    { hash: sha256, parallel: pool, progress: clock.sink },
  );

  await writeFindings(findings, folder, clock.sink);
  const timings = timingsOf(startedAt, clock.stop());
  await writeManifest(findings, summary, timings, folder);
  const path = await folder.commit(
    request.out ?? join(runsFolder(request.dataDir), findings.report.run.run_id.slice(0, 16)),
  );
  return summarizeRun(findings.report, summary, folder.written, timings, path);
}

async function writeFindings(findings: Findings, folder: OutputFolder, progress: ProgressSink): Promise<void> {
  for (const [done, format] of FORMATS.entries()) {
    progress({ stage: 'write', done, total: FORMATS.length, unit: 'files' });
    const renderer = RENDERERS.get(format);
    if (renderer === undefined) throw new LockstepError('internal', `No renderer has the name ${format}.`);
    await folder.write(renderer.fileName, renderer.render(findings));
  }
}

async function writeManifest(
  findings: Findings,
  input: ReadSummary,
  timings: Timings,
  folder: OutputFolder,
): Promise<void> {
  const manifest: Manifest = {
    schema: MANIFEST_SCHEMA,
    run_id: findings.report.run.run_id,
    report_id: findings.report.report_id,
    version: VERSION,
    input: { rows: input.rows, rejected: input.rejected, bytes: input.bytes, truncated: input.truncated },
    files: [...folder.written].sort((a, b) => (a.name < b.name ? -1 : 1)),
    timings,
  };
  await folder.write(MANIFEST_NAME, [`${JSON.stringify(manifest, null, 2)}\n`]);
}

function timingsOf(startedAt: number, stages: { readonly [stage: string]: number }): Timings {
  const finishedAt = Date.now();
  return {
    started_at: new Date(startedAt).toISOString(),
    finished_at: new Date(finishedAt).toISOString(),
    total_ms: finishedAt - startedAt,
    stages_ms: stages,
    // In kilobytes, over the whole process: threads share one memory.
    peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
  };
}
