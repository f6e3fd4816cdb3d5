/**
 * `npm run bench`: the parts that have to be fast, each beside its peer in one interleaved run, answers compared before a
 * ratio is printed: pairs and windows against DuckDB, communities against graphology, reading against DuckDB, the
 * stores against the statements that everybody writes first. One part alone, or at another size: `node bench/pairs.ts`,
 * `bench/window.ts`, `bench/communities.ts`, `bench/read.ts`, `bench/store.ts` say how.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PARTS = ['pairs', 'window', 'communities', 'read', 'store'];

for (const part of PARTS) {
  console.log(`\n== ${part}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`${part}.ts`, import.meta.url))], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
