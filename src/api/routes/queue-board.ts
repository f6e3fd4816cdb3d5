import type { FastifyInstance } from 'fastify';
import { LockstepError } from '../../model/errors.ts';
import { openQueueBoard } from '../../queue/open-queue-board.ts';
import { isLoopback } from '../is-loopback.ts';
import type { ServerContext } from '../server-context.ts';

const BASE_PATH = '/admin/queues';

/** `GET /admin/queues`: a page that shows the queue, when the setting `queue_board` is on. It has no login, so it is there on loopback only. */
export async function addQueueBoard(server: FastifyInstance, { config, log }: ServerContext): Promise<void> {
  const { queue_board: isWanted, queue_url: url, queue_prefix: prefix, http_host: host } = config;
  if (!isWanted) return;
  if (!isLoopback(host)) {
    throw new LockstepError(
      'config',
      `queue_board is on and http_host is ${host}: the board has no login and is served on loopback only, so set LOCKSTEP_HTTP_HOST to 127.0.0.1 or LOCKSTEP_QUEUE_BOARD to false.`,
    );
  }
  const board = await openQueueBoard(url, { basePath: BASE_PATH, prefix });
  if (board === null) {
    log.warn('There is no board of a queue that is in the process itself: set LOCKSTEP_QUEUE_URL to a redis:// URL.');
    return;
  }
  server.addHook('onClose', async () => {
    await board[Symbol.asyncDispose]();
  });
  await server.register(board.plugin);
}
