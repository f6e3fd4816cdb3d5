import { loadDriver } from './load-driver.ts';
import type { QueueBoard, QueueBoardOptions } from './queue-board.ts';
import { QUEUE_DEFAULTS } from './queue-options.ts';
import { queueKind } from './queue-url.ts';

/**
 * A board of the queue in Redis that can be looked at and changes nothing; `null` for the queue in this process. It has no login:
 * it answers only requests that name this machine itself, and none but GET and HEAD. What it shows are ids of runs.
 */
export async function openQueueBoard(url: string, options: QueueBoardOptions): Promise<QueueBoard | null> {
  if (queueKind(url) === 'inline') return null;
  const open = await loadDriver(async () => (await import('./drivers/bull-board/open-bull-board.ts')).openBullBoard);
  return await open(url, { prefix: QUEUE_DEFAULTS.prefix, ...options });
}
