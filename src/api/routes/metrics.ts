import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.ts';

/** `GET /metrics`: all metrics of this process, in Prometheus' text format. */
export function addMetrics(server: FastifyInstance, { metrics }: ServerContext): void {
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()));
}
