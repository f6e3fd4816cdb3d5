import { pipeline } from 'node:stream/promises';
import { LockstepError } from '../model/errors.ts';
import type { Findings } from '../model/findings.ts';
import { RENDERERS, type Renderer } from '../report/renderers.ts';
import { MANIFEST_NAME, MANIFEST_SCHEMA } from './manifest.ts';
import { openOutputFolder } from './output-folder.ts';
import { inBlocks } from './write-file.ts';

/** Renders findings into a folder, or, with `out` null, one format to standard output. Returns the folder's path. */
export async function renderRun(
  findings: Findings,
  formats: readonly string[],
  out: string | null,
): Promise<string | null> {
  const renderers = formats.map(rendererOf);
  if (out === null) {
    // Unpacked, for the next program in the pipe; and left open: standard output is not ours to close.
    for (const { render } of renderers) await pipeline(inBlocks(render(findings)), process.stdout, { end: false });
    return null;
  }
  await using folder = await openOutputFolder(out);
  for (const { fileName, render } of renderers) await folder.write(fileName, render(findings));
  const { report_id, run } = findings.report;
  const manifest = {
    schema: MANIFEST_SCHEMA,
    run_id: run.run_id,
    report_id,
    version: run.version,
    files: folder.written,
  };
  await folder.write(MANIFEST_NAME, [`${JSON.stringify(manifest, null, 2)}\n`]);
  return await folder.commit();
}

function rendererOf(format: string): Renderer {
  const renderer = RENDERERS.get(format);
  if (renderer === undefined) throw new LockstepError('internal', `No renderer has the name ${format}.`);
  return renderer;
}
