import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';

export type Answer = { readonly status: number; readonly stdout: string; readonly stderr: string };
export type Call = {
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
  /** `null` = standard input stays open and silent. */
  readonly input?: string | Uint8Array | null;
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
  if (input !== null) child.stdin.end(input ?? '');
  const timer = signal === undefined ? undefined : setTimeout(() => child.kill(signal.name), signal.afterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      clearTimeout(timer);
      resolve({ status: code ?? (killedBy === null ? -1 : -2), stdout, stderr });
    });
  });
}

/** The same without a process of its own, which costs half a second: for verbs that do their work here and soon. */
export async function callHere(
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Promise<Answer> {
  let [stdout, stderr] = ['', ''];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  for (const name of Object.keys(process.env)) if (name.startsWith('LOCKSTEP_')) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    const status = await runProgram(args);
    return { status, stdout, stderr };
  } finally {
    vi.unstubAllEnvs();
    out.mockRestore();
    err.mockRestore();
    process.exitCode = 0;
  }
}
