import type { FastifyReply, FastifyRequest } from 'fastify';

/** What went wrong, as RFC 9457 has it, with the id under which the log knows the request. */
export type Problem = {
  readonly status: number;
  readonly title: string;
  /** One sentence: what happened and what to do. */
  readonly detail: string;
  readonly [more: string]: unknown;
};

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...problem, request_id: request.id }));
}
