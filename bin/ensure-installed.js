// Installs what the lockfile names when it is not there yet, so that each README command works in a fresh clone.
// Plain JavaScript without dependencies: it has to run on the Node that the machine happens to have.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findCarriedNode, isNode24, wantsNode24 } from './carried-node.js';

const root = new URL('..', import.meta.url);
const lockfile = new URL('package-lock.json', root);
const installed = new URL('node_modules/.package-lock.json', root);
// npm writes the second file last; it is older than the first when the lockfile has changed since.
const isInstalled = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs - 1000;

if (!isInstalled) install();
if (process.exitCode === undefined && !isNode24 && findCarriedNode() === null) {
  process.stderr.write(wantsNode24);
  process.exitCode = 2;
}

function install() {
  process.stderr.write('Installing what package-lock.json names (npm ci) …\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  process.stderr.write('Installing failed: see what npm says above, then run "npm ci" by hand.\n');
  process.exitCode = status ?? 1;
}
