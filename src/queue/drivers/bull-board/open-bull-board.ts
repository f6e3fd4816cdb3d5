import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { Queue } from 'bullmq';
import type { FastifyPluginAsync } from 'fastify';
import type { QueueBoard, QueueBoardOptions } from '../../queue-board.ts';
import { LANES } from '../bullmq/lanes.ts';
import { createConnector } from '../redis/connect.ts';
import { endConnection } from '../redis/end-connection.ts';

const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export async function openBullBoard(url: string, options: Required<QueueBoardOptions>): Promise<QueueBoard> {
  // What goes wrong is seen on the page; between requests the client mends itself.
  const client = await (await createConnector(url)).forCalls(() => undefined);
  const { prefix, basePath } = options;
  const queues = LANES.map((lane) => {
    const queue = new Queue(lane, { connection: client, prefix, skipVersionCheck: true, skipMetasUpdate: true });
    queue.on('error', () => undefined);
    return queue;
  });
  const adapter = new FastifyAdapter().setBasePath(basePath);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Lockstep' } },
  });
  const plugin: FastifyPluginAsync = async (server) => {
    // The board's own read-only mode greys its buttons out; this holds whatever it may learn to do. A page elsewhere that has its
    // name lead to this machine is told apart by that name.
    server.addHook('onRequest', async (request, reply) => {
      if (!THIS_MACHINE.has(request.host.replace(/:\d+$/, '')))
        return await reply.code(403).send('Open it as localhost.');
      if (request.method !== 'GET' && request.method !== 'HEAD') return await reply.code(405).send('Read-only.');
    });
    await server.register(adapter.registerPlugin(), { prefix: basePath });
  };
  return { plugin, [Symbol.asyncDispose]: async () => endConnection(client) };
}
