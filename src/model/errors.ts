/** What can go wrong, by stable code. The command line maps the code to its exit code, the API to a status. */
export const EXIT_CODE_OF = {
  usage: 2,
  config: 2,
  'input-missing': 2,
  'input-unreadable': 2,
  'input-truncated': 3,
  'insufficient-data': 3,
  unreachable: 4,
  refused: 5,
  'over-limit': 5,
  conflict: 6,
  internal: 70,
} as const;

export type ErrorCode = keyof typeof EXIT_CODE_OF;

/** An error for people: `message` is one sentence that says what happened, where, and what to do. */
export class LockstepError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'LockstepError';
    this.code = code;
  }
}
