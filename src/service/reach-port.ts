import { connect } from 'node:net';

const PATIENCE_MS = 5_000;

/** `null` when somebody takes connections there, else why not, in a word. */
export function reachPort(address: { readonly host: string; readonly port: number }): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, timeout: PATIENCE_MS });
    const end = (answer: string | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer within ${PATIENCE_MS / 1_000} s`));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.name));
  });
}
