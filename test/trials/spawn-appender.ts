import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./append-batches.ts', import.meta.url));

export type Appender = {
  /** Numbers and added edges of the batches acknowledged so far. */
  readonly acknowledged: readonly { readonly number: number; readonly added: number }[];
  readonly firstAcknowledged: Promise<void>;
  readonly kill: () => void;
  /** Exit code, `null` when killed. */
  readonly ended: Promise<number | null>;
};

/** Starts a process that appends trial batches. */
export function spawnAppender(url: string, span: { from: number; to: number; step: number; rows: number }): Appender {
  const args = [SCRIPT, url, span.from, span.to, span.step, span.rows].map(String);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: { readonly number: number; readonly added: number }[] = [];
  let rest = '';
  const firstAcknowledged = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [number, added] = line.split(' ').map(Number);
        acknowledged.push({ number: number ?? -1, added: added ?? -1 });
      }
      resolve();
    });
    child.on('close', () => resolve());
  });
  return {
    acknowledged,
    firstAcknowledged,
    kill: () => child.kill('SIGKILL'),
    ended: new Promise((resolve) => child.on('close', resolve)),
  };
}
