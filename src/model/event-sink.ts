import type { OutboxEvent } from './outbox.ts';

/** How a sink took an event. `refused` is final: the sink wants no more of it; `failed` may be tried again. */
export type SinkAnswer =
  | { readonly answer: 'taken' }
  | { readonly answer: 'failed'; readonly why: string; readonly retryAfterMs?: number }
  | { readonly answer: 'refused'; readonly why: string };

/** Somewhere events go. Delivers at least once; `body` is the exact text that is signed and sent. Never throws for what the other side does. */
export type EventSink = AsyncDisposable & {
  readonly name: string;
  /** A digest of where it leads: when that is another place than the one that refused, it is tried again. */
  readonly endpoint?: string;
  readonly deliver: (event: OutboxEvent, body: string, signal: AbortSignal) => Promise<SinkAnswer>;
};
