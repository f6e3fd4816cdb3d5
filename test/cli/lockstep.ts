import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Answer = { readonly status: number; readonly stdout: string; readonly stderr: string };
export type Call = {
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
  readonly input?: string | Uint8Array;
  /** Sent this long after the start. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly afterMs: number };
};

const LAUNCHER = fileURLToPath(new URL('../../bin/lockstep.js', import.meta.url));

/** Runs the program as a user does, with none of the settings of whoever runs the tests. */
export function lockstep(args: readonly string[], { cwd, env = {}, input, signal }: Call = {}): Promise<Answer> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('LOCKSTEP_') && name !== 'NODE_OPTIONS',
  );
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {}); // a program that has ended early does not read its input
  child.stdin.end(input ?? '');
  const timer = signal === undefined ? undefined : setTimeout(() => child.kill(signal.name), signal.afterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      clearTimeout(timer);
      resolve({ status: code ?? (killedBy === null ? -1 : -2), stdout, stderr });
    });
  });
}
