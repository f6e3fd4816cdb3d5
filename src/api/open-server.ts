import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { LockstepError } from '../model/errors.ts';
import type { Logger } from '../service/logger.ts';
import { answerError, answerErrors } from './answer-errors.ts';
import { addHealthz } from './routes/healthz.ts';
import { addMetrics } from './routes/metrics.ts';
import { addQueueBoard } from './routes/queue-board.ts';
import { addReadyz } from './routes/readyz.ts';
import type { Liveness, ServerContext } from './server-context.ts';

/** Nothing that is asked here has a body. */
const BODY_LIMIT_BYTES = 16_384;
const REQUEST_TIMEOUT_MS = 15_000;

export type HttpServer = AsyncDisposable & { readonly port: number; readonly close: () => Promise<void> };

/** Serves health, readiness and metrics on `http_host:http_port` until it is closed. Throws `config` when it cannot listen there, or must not. */
export async function openServer(context: ServerContext, liveness: Liveness): Promise<HttpServer> {
  const { http_host: host, http_port: wanted } = context.config;
  const server = await createServer(context, liveness);
  try {
    await server.listen({ host, port: wanted });
  } catch (cause) {
    await server.close();
    throw explainListening(cause, host, wanted);
  }
  const address = server.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : wanted;
  context.log.info('Health and metrics are served.', { port });
  const close = async (): Promise<void> => {
    await server.close();
  };
  return { port, close, [Symbol.asyncDispose]: close };
}

/** The routes without a port. */
export async function createServer(context: ServerContext, liveness: Liveness): Promise<FastifyInstance> {
  const { log } = context;
  const server = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Whoever scrapes keeps its connection; a worker that drains does not wait for it.
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply, log);
    },
  });
  answerErrors(server, log);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
  tellRequests(server, log);
  addHealthz(server, liveness);
  addReadyz(server, context);
  addMetrics(server, context);
  await addQueueBoard(server, context);
  await server.ready();
  return server;
}

function tellRequests(server: FastifyInstance, log: Logger): void {
  server.addHook('onResponse', async (request, reply) => {
    log.debug('A request is answered.', {
      request_id: request.id,
      method: request.method,
      // Its pattern: an address that nobody serves may hold anything.
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });
}

function explainListening(cause: unknown, host: string, port: number): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const where = `${host}:${port}`;
  const options = { cause };
  if (code === 'EADDRINUSE') {
    const sentence = `Something else listens on ${where}: stop it, or set LOCKSTEP_HTTP_PORT to a port that is free (0 = any).`;
    return new LockstepError('config', sentence, options);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES' || code === 'EAI_AGAIN') {
    const sentence = `This machine cannot listen on ${where} (${code}): set LOCKSTEP_HTTP_HOST to one of its addresses and LOCKSTEP_HTTP_PORT to a port that it may take.`;
    return new LockstepError('config', sentence, options);
  }
  return cause;
}
