import type { FastifyInstance } from 'fastify';
import { VERSION } from '../../service/version.ts';
import { sendProblem } from '../problem.ts';
import type { Liveness } from '../server-context.ts';

/** `GET /healthz`: the process lives, which is to say that its event loop answers and the queue hands it jobs. Asks nobody else. */
export function addHealthz(server: FastifyInstance, liveness: Liveness): void {
  server.get('/healthz', (request, reply) => {
    const complaint = liveness.complaint();
    if (complaint === null) return reply.send({ status: 'ok', version: VERSION });
    return sendProblem(request, reply, { status: 503, title: 'Not alive', detail: complaint });
  });
}
