import type { FastifyRequest } from 'fastify';
import type { Context } from '../db/context';

/** What a request brings into queries. */
export function contextOf({ server, cancelled: signal, deadline }: FastifyRequest): Context {
  return { db: server.db, signal, deadline };
}
