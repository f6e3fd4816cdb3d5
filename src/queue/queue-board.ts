import type { FastifyPluginAsync } from 'fastify';

export type QueueBoardOptions = {
  /** Where the board is found, such as `/admin/queues`. */
  readonly basePath: string;
  /** That of the queue. */
  readonly prefix?: string;
};

/** A page that shows the queue. `await server.register(board.plugin)` mounts it at its base path. */
export type QueueBoard = AsyncDisposable & { readonly plugin: FastifyPluginAsync };
