// Installs what the lockfile names when it is not there yet, so that each README command works in a fresh clone.
// Plain JavaScript without dependencies: it has to run on the Node that the machine happens to have.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const lockfile = new URL('package-lock.json', root);
const installed = new URL('node_modules/.package-lock.json', root);
const isInstalled = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs - 1000;

if (!isInstalled) {
  process.stderr.write('Installing what package-lock.json names (npm ci) …\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  process.exitCode = status ?? 1;
}
