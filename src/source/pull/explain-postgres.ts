import { LockstepError } from '../../model/errors.ts';

/**
 * What went wrong with PostgreSQL, for people. What may pass by itself is `unreachable`. The server's own words are shown only
 * where they speak of the query and not of its rows, which may hold anything.
 */
export function explainPostgres(name: string, cause: unknown): LockstepError {
  if (cause instanceof LockstepError) return cause;
  const { code = '', message = '' } = factsOf(cause);
  const say = (kind: 'config' | 'unreachable', what: string) =>
    new LockstepError(kind, `Source ${name}: ${what}.`, { cause: new Error(code) });
  const state = code.slice(0, 2);
  if (code === '57014')
    return say(
      'unreachable',
      'a step of its query took longer than its timeout: raise that, or see that an index has the order of its cursor',
    );
  if (code === '25006')
    return say(
      'config',
      'its query wants to write, and it runs in a transaction that can only read: let it only select',
    );
  if (state === '42') return say('config', `PostgreSQL does not take its query (${message}): mend it`);
  if (state === '28') return say('config', 'PostgreSQL refuses its user or password: check its url');
  if (state === '3D') return say('config', 'PostgreSQL has no database of the name in its url: check that');
  if (state === '22')
    return say('config', `its query fails on a value of its rows or on its start (SQLSTATE ${code}): mend the query`);
  if (code === 'ENOTFOUND') return say('unreachable', 'no host has the name in its url: check that');
  const why = code === '' ? 'the connection ended' : code;
  return say('unreachable', `PostgreSQL does not answer (${why}): see that it runs and that its url leads there`);
}

function factsOf(cause: unknown): { readonly code?: string; readonly message?: string } {
  if (!(cause instanceof Error)) return {};
  // Of several addresses that were tried the first tells most.
  const [first] = cause instanceof AggregateError ? cause.errors : [cause];
  const { message } = cause;
  return first instanceof Error && 'code' in first ? { code: String(first.code), message } : { message };
}
