import { type ErrorCode, LockstepError } from '../../../model/errors.ts';

/** What a Redis or the way to it says, by how it begins or by a word in it, and what that means to whoever asked. */
const MEANINGS: readonly {
  readonly said: RegExp;
  readonly code: ErrorCode;
  readonly meaning: string;
}[] = [
  {
    said: /^OOM|OOM command not allowed/,
    code: 'refused',
    meaning: 'is full and takes no more writes: raise its maxmemory, or find out what else fills it',
  },
  {
    said: /READONLY/,
    code: 'refused',
    meaning: 'is a read-only replica: let LOCKSTEP_QUEUE_URL name the primary',
  },
  {
    said: /MISCONF/,
    code: 'refused',
    meaning: 'cannot write to its disk and takes no more writes: make room on its disk and see its log',
  },
  {
    said: /NOAUTH|WRONGPASS|NOPERM|invalid username-password|without any password configured/,
    code: 'config',
    meaning: 'refuses the user or password of LOCKSTEP_QUEUE_URL, or a command that the queue needs: check both',
  },
  {
    said: /certificate|CERT_|self.signed|EPROTO|ERR_SSL|ERR_TLS/,
    code: 'config',
    meaning:
      'and this machine agree on no TLS: let NODE_EXTRA_CA_CERTS name the authority of its certificate, or write redis://',
  },
  {
    said: /LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|UNBLOCKED|BUSY/,
    code: 'unreachable',
    meaning: 'is not ready: wait until it has loaded its data and its cluster is whole',
  },
  {
    said: /Missing (key|lock)|renew lock|Lock mismatch|is not in the active state/,
    code: 'conflict',
    meaning:
      'has given a job to another worker, or knows it as done, while this one worked on it: what it does is fenced in the store',
  },
  {
    said: /ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|closed|[Tt]imeout|timed out|writeable|max retries|aborted/,
    code: 'unreachable',
    meaning:
      'does not answer: check that it runs and that LOCKSTEP_QUEUE_URL names it; runs that are open are woken again when it is back',
  },
];

/**
 * The one sentence for what `error` means; an error that is none of Redis' comes back without more than its message. `where` has no
 * password.
 */
export function explainError(error: unknown, where: string): unknown {
  if (error instanceof LockstepError || !(error instanceof Error)) return error;
  const said = `${error.message} ${'code' in error ? error.code : ''}`;
  const found = MEANINGS.find((candidate) => candidate.said.test(said));
  if (found === undefined) return toBare(error);
  return new LockstepError(found.code, `The Redis at ${where} ${found.meaning}.`, { cause: toBare(error) });
}

/** The client's errors carry the command that failed: the password of a login, the body of an event. Neither is for a log. */
function toBare({ name, message, stack = '' }: Error): Error {
  return Object.assign(new Error(message), { name, stack });
}

/** What keeps a client from its server, whatever it is. */
export function sayAway(error: unknown, where: string): LockstepError {
  const explained = explainError(error, where);
  if (explained instanceof LockstepError) return explained;
  const why = explained instanceof Error ? explained.message : String(explained);
  return new LockstepError('unreachable', `The Redis at ${where} cannot be used: ${why}`, { cause: explained });
}

/** True when the same call may be answered as soon as the server is there again. */
export function isPassing(error: unknown): boolean {
  const explained = explainError(error, '');
  return explained instanceof LockstepError && explained.code === 'unreachable';
}
