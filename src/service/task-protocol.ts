import type { ErrorCode } from '../model/errors.ts';
import type { ProgressEvent, ProgressSink } from '../model/progress.ts';

/** What a task gets besides its request. */
export type TaskContext = { readonly progress: ProgressSink };

/**
 * What the thread of a task tells the one that started it. Errors lose their class on the way, so their code goes along;
 * it is null for what nobody has foreseen.
 */
export type TaskMessage =
  | { readonly kind: 'progress'; readonly event: ProgressEvent }
  | { readonly kind: 'done'; readonly outcome: unknown }
  | { readonly kind: 'failed'; readonly code: ErrorCode | null; readonly message: string; readonly stack: string };
