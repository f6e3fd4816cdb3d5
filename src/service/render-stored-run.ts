import { pipeline } from 'node:stream/promises';
import { LockstepError } from '../model/errors.ts';
import type { ReportCluster } from '../model/report.ts';
import { sweepResultOf } from '../model/run-result.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { canonicalJson } from '../report/canonical-json.ts';
import { renderAccounts } from '../report/render-accounts.ts';
import { renderClusters } from '../report/render-clusters.ts';
import { describeStoredRun } from './describe-stored-run.ts';
import { MANIFEST_NAME, MANIFEST_SCHEMA } from './manifest.ts';
import { openOutputFolder } from './output-folder.ts';
import { inBlocks } from './write-file.ts';

type StoredRenderer = {
  readonly fileName: string;
  readonly render: (run: StoredRun, clusters: readonly ReportCluster[]) => Iterable<string>;
};

/** Forms that need nothing but what the store keeps of a run. */
const STORED_RENDERERS: ReadonlyMap<string, StoredRenderer> = new Map<string, StoredRenderer>([
  ['json', { fileName: 'clusters.json', render: renderStoredJson }],
  ['clusters', { fileName: 'clusters.csv', render: (_, clusters) => renderClusters({ report: { clusters } }) }],
  ['accounts', { fileName: 'accounts.csv', render: (_, clusters) => renderAccounts({ report: { clusters } }) }],
]);

/** The names of files of these formats; throws `input-missing` for one that needs the run's own files. */
export function storedFileNames(run: StoredRun, formats: readonly string[]): readonly string[] {
  return formats.map((format) => {
    const renderer = STORED_RENDERERS.get(format);
    if (renderer !== undefined) return renderer.fileName;
    throw new LockstepError(
      'input-missing',
      `The folder ${sweepResultOf(run)?.out ?? ''} of run ${run.id} is not on this machine, was removed, or holds another run by now: of its clusters the store has json, clusters, accounts and csv.`,
    );
  });
}

/** Renders what the store keeps of a run, as `renderRun` does findings. */
export async function renderStoredRun(
  run: StoredRun,
  clusters: readonly ReportCluster[],
  formats: readonly string[],
  out: string | null,
): Promise<string | null> {
  const renderers = formats.flatMap((format) => STORED_RENDERERS.get(format) ?? []);
  if (out === null) {
    for (const { render } of renderers) {
      await pipeline(inBlocks(render(run, clusters)), process.stdout, { end: false });
    }
    return null;
  }
  await using folder = await openOutputFolder(out);
  for (const { fileName, render } of renderers) await folder.write(fileName, render(run, clusters));
  const result = sweepResultOf(run);
  const manifest = {
    schema: MANIFEST_SCHEMA,
    run_id: result?.report_run_id ?? run.id,
    report_id: null,
    version: result?.version ?? null,
    files: folder.written,
  };
  await folder.write(MANIFEST_NAME, [`${JSON.stringify(manifest, null, 2)}\n`]);
  return await folder.commit();
}

/** The run, then its clusters, one a line. */
function* renderStoredJson(run: StoredRun, clusters: readonly ReportCluster[]): Generator<string> {
  yield `{"run":${JSON.stringify(describeStoredRun(run))},\n"clusters":[`;
  for (const [i, cluster] of clusters.entries()) yield `${i === 0 ? '\n' : ',\n'}${canonicalJson(cluster)}`;
  yield clusters.length === 0 ? ']}\n' : '\n]}\n';
}
