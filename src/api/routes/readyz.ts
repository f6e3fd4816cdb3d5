import type { FastifyInstance } from 'fastify';
import { examineServices } from '../../service/examine-services.ts';
import { sendProblem } from '../problem.ts';
import type { ServerContext } from '../server-context.ts';

/** `GET /readyz`: the store, its schema, the queue and its server are as work needs them; 503 names what is not, with the fix. */
export function addReadyz(server: FastifyInstance, context: ServerContext): void {
  server.get('/readyz', async (request, reply) => {
    const checks = await examineServices(context);
    const failed = checks.filter(({ state }) => state === 'failed');
    if (failed.length === 0) return reply.send({ status: 'ready', checks });
    for (const { name } of failed) context.log.warn('A check of readiness fails.', { check: name });
    const detail = failed
      .map(({ name, found, fix }) => `${name}: ${fix === null ? found : `${found.replace(/\.$/, '')}; ${fix}`}`)
      .join(' · ');
    return sendProblem(request, reply, { status: 503, title: 'Not ready', detail, checks });
  });
}
