import type { FastifyRequest } from 'fastify';
import { type CallerContext, callerContext } from '../access/context';

/** What a request brings into queries. */
export function contextOf(request: FastifyRequest): CallerContext {
  const { server, caller, tenant, cancelled: signal, deadline } = request;
  return { ...callerContext(server.db, caller, tenant), signal, deadline };
}
