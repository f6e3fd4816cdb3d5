import { constants } from 'node:os';

/** Signals that ask for a stop. */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal sends Ctrl-C to the launcher and to us, and the launcher passes it on: within this time they are one. */
const SAME_PRESS_MS = 500;

/** Work ended because somebody asked for it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly exitCode: number;

  constructor(exitCode: number, message = 'Stopped as asked: nothing was written.') {
    super(message);
    this.exitCode = exitCode;
  }
}

export type Stop = {
  readonly signal: AbortSignal;
  readonly release: () => void;
  /** 130, 143, … once stopped, else null. */
  readonly exitCode: () => number | null;
};

/** Turns the first stop signal into an abort, so that work can end cleanly; a second one ends the process at once. */
export function listenForStop(): Stop {
  const controller = new AbortController();
  let exitCode: number | null = null;
  let askedAt = 0;
  const stop = (name: (typeof STOPPING)[number]): void => {
    const code = 128 + constants.signals[name];
    if (exitCode === null) {
      exitCode = code;
      askedAt = performance.now();
      controller.abort();
    } else if (performance.now() - askedAt > SAME_PRESS_MS) {
      process.exit(code);
    }
  };
  const listeners = STOPPING.map((name) => [name, () => stop(name)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

/** A launcher that was killed outright cannot pass a signal on, but its channel closes: that counts as SIGTERM. */
export function stopWithLauncher(): void {
  if (process.channel == null) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
