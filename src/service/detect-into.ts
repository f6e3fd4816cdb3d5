import { join } from 'node:path';
import { detect } from '../detect/pipeline.ts';
import type { EdgeColumns } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { Findings } from '../model/findings.ts';
import type { ProgressSink, Stage } from '../model/progress.ts';
import type { Report } from '../model/report.ts';
import type { DetectOptions, ReadSummary } from '../model/run.ts';
import { RENDERERS } from '../report/renderers.ts';
import { sha256 } from './hash.ts';
import { MANIFEST_NAME, MANIFEST_SCHEMA, type Manifest, type Timings } from './manifest.ts';
import type { OutputFolder } from './output-folder.ts';
import { runsFolder } from './read-run.ts';
import type { StageClock } from './stage-clock.ts';
import { openThreadPool } from './thread-pool.ts';
import { VERSION } from './version.ts';

/** The forms of the findings that every sweep writes. */
const FORMATS = ['json', 'html', 'clusters', 'accounts', 'pairs', 'evidence', 'figures'] as const;
const CLUSTERS_WITH_FIGURES = 100;
/** Edges below which starting threads takes longer than they save. */
const WORTH_THREADS = 300_000;

export type DetectInto = {
  readonly folder: OutputFolder;
  /** Where the folder is to stand; `null` = named by the run's id in the data folder. */
  readonly out: string | null;
  readonly dataDir: string;
  readonly threads: number;
  readonly clock: StageClock;
  readonly startedAt: number;
  readonly input: ReadSummary;
  readonly entering?: (stage: Stage) => Promise<void>;
  /** Asked right before the folder takes its place; what it throws keeps it from that. */
  readonly checkOwner?: () => Promise<void>;
};

/** Detect → render → write. The folder appears whole at the end, or not at all. */
export async function detectInto(
  columns: EdgeColumns,
  options: Omit<DetectOptions, 'version' | 'figures'>,
  { folder, out, dataDir, threads, clock, startedAt, input, entering, checkOwner }: DetectInto,
): Promise<{ readonly report: Report; readonly out: string; readonly timings: Timings }> {
  await using pool = await openThreadPool({ threads: columns.length < WORTH_THREADS ? 1 : threads });
  const findings = await detect(
    columns,
    { ...options, version: VERSION, figures: CLUSTERS_WITH_FIGURES },
    { hash: sha256, parallel: pool, progress: clock.sink, ...(entering === undefined ? {} : { entering }) },
  );
  await writeFindings(findings, folder, clock.sink);
  const timings = timingsOf(startedAt, clock.stop());
  await writeManifest(findings, input, timings, folder);
  await checkOwner?.();
  const path = await folder.commit(out ?? join(runsFolder(dataDir), findings.report.run.run_id.slice(0, 16)));
  return { report: findings.report, out: path, timings };
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
