import { LockstepError } from '../model/errors.ts';

/** Which driver a queue's URL names. Throws `config` for a URL that names none. */
export function queueKind(url: string): 'inline' | 'redis' {
  if (url === 'inline:') return 'inline';
  if (/^rediss?:\/\/./.test(url) && URL.canParse(url)) return 'redis';
  throw new LockstepError(
    'config',
    `The queue URL "${redactUrl(url)}" names no queue that Lockstep knows: write inline:, redis://HOST:PORT or rediss://HOST:PORT into LOCKSTEP_QUEUE_URL.`,
  );
}

/** A URL may carry a password before its host, with an @ of its own, or among its parameters. */
export function redactUrl(url: string): string {
  return url.replace(/\/\/.*@/, '//…@').replace(/\?.*$/, '');
}
