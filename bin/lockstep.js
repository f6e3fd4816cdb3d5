#!/usr/bin/env node
// Starts Lockstep with Node 24: the running one, or the one that it brings along.
// Plain JavaScript, so that an older Node can read it and say in one sentence what is missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findCarriedNode, isNode24, wantsNode24 } from './carried-node.js';

// A checkout runs its sources as they are; the published package holds what `npm run build` made of them.
const source = new URL('../src/cli/main.ts', import.meta.url);
const main = existsSync(source) ? source : new URL('../dist/src/cli/main.js', import.meta.url);
const carried = isNode24 ? null : findCarriedNode();

if (isNode24) {
  await import(main.href);
} else if (carried !== null) {
  startWith(carried);
} else {
  refuse();
}

function startWith(node) {
  // The channel tells the child when this process is killed outright, so that it stops too.
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', refuse);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function refuse() {
  process.stderr.write(wantsNode24);
  process.exitCode = 2;
}
