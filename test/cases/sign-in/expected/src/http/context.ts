import type { FastifyRequest } from 'fastify';
import { type CallerContext, callerContext } from '../access/context';

/** What a request brings into queries. */
export function contextOf({ server, caller, cancelled: signal }: FastifyRequest): CallerContext {
  return { ...callerContext(server.db, caller), signal };
}
