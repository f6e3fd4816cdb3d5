import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ConfigFlags } from '../../src/config/load-config.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/lockstep.js', import.meta.url));
/** A start on a machine that is busy with other tests. */
const START_MS = 60_000;

/** `lockstep worker` in a process of its own. Disposing of it kills it: the test is over, and nothing is to be drained. */
export type WorkerProcess = AsyncDisposable & {
  readonly pid: number;
  /** Everything that it has logged so far, a line each. */
  readonly lines: readonly string[];
  /** The first line from now on that `isIt` takes; throws when the process ends without one. */
  readonly hears: (isIt: (line: string) => boolean) => Promise<string>;
  /** The address of its health and metrics, once it is at work. */
  readonly url: Promise<string>;
  readonly isAlive: () => boolean;
  readonly kill: () => Promise<void>;
  /** SIGSTOP and SIGCONT: the process hangs, and wakes up as if nothing had been. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | null>;
};

const alive = new Set<() => void>();
process.on('exit', () => {
  for (const end of alive) end();
});

export function spawnWorker({ configFile = '' }: ConfigFlags): WorkerProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('LOCKSTEP_') && name !== 'NODE_OPTIONS',
  );
  const child = spawn(process.execPath, [LAUNCHER, 'worker', '--config', configFile], {
    // The channel closes with this process, however it ends, and the worker ends with it.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: Object.fromEntries(inherited),
  });
  const end = (): void => void child.kill('SIGKILL');
  alive.add(end);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      alive.delete(end);
      resolve(code);
    });
  });
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener(line);
    });
  }
  const hears = async (isIt: (line: string) => boolean): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const listener = (line: string): void => {
      if (isIt(line)) resolve(line);
    };
    listeners.add(listener);
    const timer = setTimeout(() => reject(new Error(`Nothing of it was heard:\n${tail(lines)}`)), START_MS);
    ended.then(() => reject(new Error(`The worker ended:\n${tail(lines)}`)));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      listeners.delete(listener);
    }
  };
  const served = hears((line) => line.includes('Health and metrics are served.'));
  const url = served.then((line) => `http://127.0.0.1:${(JSON.parse(line) as { readonly port: number }).port}`);
  // Who kills it early does not wait for it.
  url.catch(() => undefined);
  const kill = async (): Promise<void> => {
    end();
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    lines,
    hears,
    url,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGTERM');
      return await ended;
    },
    [Symbol.asyncDispose]: kill,
  };
}

function tail(lines: readonly string[]): string {
  return lines.slice(-20).join('\n');
}
