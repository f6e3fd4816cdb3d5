import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../service/logger.ts';
import { sendProblem } from './problem.ts';

/** Every answer that is an error is a problem of RFC 9457; what happened inside goes into the log and nowhere else. */
export function answerErrors(server: FastifyInstance, log: Logger): void {
  server.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, {
      status: 404,
      title: 'Not found',
      detail: 'There is no such page: /healthz, /readyz and /metrics are there.',
    }),
  );
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, log));
}

export function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) {
    return sendProblem(request, reply, {
      status: statusCode,
      title: 'Bad request',
      detail: 'The request cannot be read: check its address, its headers and its body.',
    });
  }
  log.error('A request has failed inside.', {
    request_id: request.id,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    error,
  });
  return sendProblem(request, reply, {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong inside Lockstep: look for request_id in its log.',
  });
}
