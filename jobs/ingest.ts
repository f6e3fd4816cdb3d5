import { LockstepError } from '../src/model/errors.ts';
import type { IngestResult } from '../src/model/run-result.ts';
import { runCompleted } from '../src/report/events/run-events.ts';
import { listFiles } from '../src/source/pull/list-files.ts';
import { listObjects } from '../src/source/pull/list-objects.ts';
import type { PartList } from '../src/source/pull/source-part.ts';
import { watermarkName } from '../src/source/pull/watermark-name.ts';
import { defineJob } from './define-job.ts';
import { ingestParams } from './ingest/ingest-params.ts';
import { attempt, beginIngest, type IngestTools } from './ingest/ingest-tools.ts';
import { isSame, loadParts } from './ingest/load-parts.ts';
import { loadQuery } from './ingest/load-query.ts';
import { type NamedSource, nameSources } from './ingest/named-source.ts';
import { readPartCursor } from './ingest/part-cursor.ts';
import { createTally, type SourceTally } from './ingest/source-tally.ts';
import type { RunPorts } from './job-ports.ts';

/**
 * Pulls edges from sources into the store: get → transform → load. What has become too old goes by runs of their own (`expire`).
 *
 * A part of a source (a file, an object) that was read to its end leaves a watermark and is not read again until it has changed.
 * A crash leaves whole batches; what is read again after it is known to the store by its key and changes nothing. So does what
 * comes late, or twice, or from two workers at once. A source that fails does not keep the others from being read: the run fails
 * once they are in.
 */
export const ingestJob = defineJob({
  kind: 'ingest',
  params: ingestParams,
  perform: async (params, ports) => {
    const sources = nameSources(params, ports);
    const tools = await beginIngest(ports);
    const results: IngestResult['sources'][number][] = [];
    const failures: LockstepError[] = [];
    for (const { source, list } of await listAll(tools, sources, failures)) {
      const tally = createTally(source.name);
      failures.push(...(await load(tools, source, list, tally)));
      results.push(tally.result());
    }
    throwFirst(failures);
    await emit(ports, results);
  },
});

/** A query has no parts. */
type ListedSource = { readonly source: NamedSource; readonly list: PartList };
const NO_PARTS: PartList = { parts: [], open: () => Promise.reject(new Error('there is no part')) };

/** Looks at all sources before the first is read, so that progress knows how much there is. */
async function listAll(
  { ports, cursors, progress }: IngestTools,
  sources: readonly NamedSource[],
  failures: LockstepError[],
): Promise<readonly ListedSource[]> {
  const listed: ListedSource[] = [];
  for (const source of sources) {
    const list = await attempt(ports.signal, () => listParts(source));
    if ('failure' in list) {
      failures.push(list.failure);
      continue;
    }
    listed.push({ source, list: list.value });
    for (const part of list.value.parts) {
      const known = readPartCursor(cursors.get(watermarkName(source.name, part.name)));
      if (known === null || !isSame(known, source, part)) progress.total += part.size;
    }
  }
  return listed;
}

async function listParts({ name, choice }: NamedSource): Promise<PartList> {
  if (choice.kind === 'postgres') return NO_PARTS;
  if (choice.kind === 'file') return await listFiles(choice.files);
  return await listObjects(name, choice);
}

async function load(
  tools: IngestTools,
  source: NamedSource,
  list: PartList,
  tally: SourceTally,
): Promise<readonly LockstepError[]> {
  const { choice } = source;
  if (choice.kind === 'postgres') return await loadQuery(tools, { ...source, choice }, tally);
  return await loadParts(tools, source, list, tally);
}

/** One that may pass by itself comes first: then the run is tried again, and tells of the others once it alone is left. */
function throwFirst(failures: readonly LockstepError[]): void {
  const first = failures.find(({ code }) => code === 'unreachable') ?? failures[0];
  if (first === undefined) return;
  const others = failures.length - 1;
  const message = others === 0 ? first.message : `${first.message} ${others} more failed beside it.`;
  throw new LockstepError(first.code, message, { cause: first });
}

async function emit(ports: RunPorts, sources: IngestResult['sources']): Promise<void> {
  const hasRejects = sources.some(({ rejected }) => rejected > 0);
  const result: IngestResult = { sources, rejects: hasRejects ? ports.rejectsFile : null };
  const events = [runCompleted(ports.run, result, ports.hash)];
  await ports.store.cases.advanceRun(ports.fence, 'emit', { result, events });
}
