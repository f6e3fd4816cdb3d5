import { join } from 'node:path';
import { runsFolder } from './read-run.ts';

/** Where a sweep writes until it is done: the folder itself, or, when its name comes from the run's id, one beside it. */
export function targetOf(out: string | null, dataDir: string): string {
  return out ?? join(runsFolder(dataDir), 'next');
}
