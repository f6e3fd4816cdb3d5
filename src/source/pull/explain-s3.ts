import type { S3Source } from '../../config/source-choice.ts';
import { LockstepError } from '../../model/errors.ts';

/** What to do for each code that S3 answers with and that no second try mends. */
const ADVICE: { readonly [code: string]: string } = {
  AccessDenied: 'these credentials may not list or read it: give them s3:ListBucket and s3:GetObject',
  InvalidAccessKeyId: 'nobody has this access_key_id: check it and the endpoint',
  SignatureDoesNotMatch: 'check secret_access_key',
  ExpiredToken: 'session_token has run out: get a new one',
  InvalidToken: 'check session_token',
  RequestTimeTooSkewed: 'the clock of this machine is wrong: set it',
  NoSuchBucket: 'there is no such bucket: check bucket and endpoint',
  AuthorizationHeaderMalformed: 'check region',
  PermanentRedirect: 'it is in another region: check region and endpoint',
  TemporaryRedirect: 'it is in another region: check region and endpoint',
};
/** The object has gone, or is another one, since it was listed. */
const GONE = new Set(['NoSuchKey', 'PreconditionFailed', 'InvalidRange', 'NoSuchVersion']);

/** What went wrong with an S3-compatible store, for people. What may pass by itself is `unreachable`. */
export function explainS3(name: string, { bucket, endpoint }: S3Source, cause: unknown): LockstepError {
  if (cause instanceof LockstepError) return cause;
  const place = `Source ${name}: bucket ${bucket} at ${endpoint}`;
  const { status = 0, code = '', message = '' } = cause instanceof Error ? (cause as Facts) : {};
  if (status === 0) {
    return new LockstepError(
      'unreachable',
      `${place} does not answer (${code || message}): see that endpoint leads there.`,
    );
  }
  const said = code === '' ? `status ${status}` : code;
  if (GONE.has(code) || status === 412 || status === 416) {
    return new LockstepError(
      'unreachable',
      `${place} has changed since it was listed (${said}): the next try lists it again.`,
    );
  }
  const advice = ADVICE[code] ?? (status === 403 ? ADVICE['AccessDenied'] : undefined);
  if (advice !== undefined) return new LockstepError('config', `${place} answers ${said}: ${advice}.`);
  if (status >= 500 || status === 429) {
    return new LockstepError('unreachable', `${place} answers ${said}, again and again: try later.`);
  }
  return new LockstepError('config', `${place} answers ${said}: check endpoint, region and bucket.`);
}

type Facts = Error & { readonly status?: number; readonly code?: string };
