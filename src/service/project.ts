import { pipeline } from 'node:stream/promises';
import { projectLayer } from '../detect/project.ts';
import type { ProjectOutcome, ProjectRequest } from './project-request.ts';
import { readInput } from './read-input.ts';
import { renderPairTable } from './render-pair-table.ts';
import type { TaskContext } from './task-protocol.ts';
import { openThreadPool } from './thread-pool.ts';
import { inBlocks } from './write-file.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** Reads edges, projects one layer to pairs, and writes these. */
export async function project(request: ProjectRequest, { progress }: TaskContext): Promise<ProjectOutcome> {
  const { layer, rule, choice, format, out } = request;
  const { columns, summary } = await readInput(request.input, [layer], { onReject: () => {}, onProgress: progress });
  await using pool = await openThreadPool({ threads: request.threads });
  progress({ stage: 'similarity', done: 0, total: 1, unit: 'layers' });
  const { accounts, pairs, names } = await projectLayer(columns, { layer, rule, choice }, pool);
  const tied = new Uint8Array(accounts.size);
  for (let i = 0; i < pairs.length; i++) {
    tied[pairs.a[i] ?? 0] = 1;
    tied[pairs.b[i] ?? 0] = 1;
  }
  progress({ stage: 'write', done: 0, total: pairs.length, unit: 'pairs' });
  const chunks = renderPairTable(format, { accounts, names, ...pairs });
  // Standard output stays open: it is not ours to close.
  if (out === '-') await pipeline(inBlocks(chunks), process.stdout, { end: false });
  else if (out !== null) await writeWholeFile(out, chunks);
  const inPairs = tied.reduce((sum, is) => sum + is, 0);
  return { input: summary, layer, accounts: inPairs, pairs: pairs.length, out: out === '-' ? null : out };
}
