import type { RouteOptions } from 'fastify';
import type { Config } from '../config';
import type { App } from '../http/types';
import { type Keyed, readKey } from './key';
import type { Done } from './once';
import { sweepAnswers } from './sweep';
import { createTurns, type Turns } from './turns';

export { once } from './once';

declare module 'fastify' {
  interface FastifyInstance {
    idempotency: Idempotency;
  }
  interface FastifyRequest {
    /** Its `Idempotency-Key`, where its route takes one. */
    keyed: Keyed | null;
    /** Whether it was answered with what an earlier one was answered. */
    isReplayed: boolean;
  }
}

interface Idempotency {
  turns: Turns<Done>;
  /** Milliseconds to wait for the same request, when that is under way. */
  wait: number;
  keptHours: number;
  /** Milliseconds that any other lock is waited for. */
  lockTimeout: number;
}

/** Lets routes that declare the guard `idempotency` take a key. Call it before they are registered. */
export function registerIdempotency(app: App, { idempotency, database }: Config): void {
  const { wait, keptHours, sweepInterval } = idempotency;
  const { lockTimeout } = database;
  app.decorate('idempotency', { turns: createTurns<Done>(), wait, keptHours, lockTimeout });
  app.decorateRequest('keyed', null);
  app.decorateRequest('isReplayed', false);
  app.addHook('onRoute', takeKey);
  const stop = sweepAnswers(app.db, { every: sweepInterval, keptHours, log: app.log });
  app.addHook('onClose', stop);
}

/** Other routes have no hook for it, and pay nothing. */
function takeKey(route: RouteOptions): void {
  const { guards = [] } = route.config ?? {};
  const isRequired = guards.includes('idempotencyRequired');
  if (!guards.includes('idempotency')) {
    if (!isRequired) return;
    throw new Error(`${route.url} demands a key, and does not declare the guard idempotency.`);
  }
  route.preValidation = [
    ...[route.preValidation ?? []].flat(),
    (request, _reply, done) => {
      request.keyed = readKey(request, isRequired);
      done();
    },
  ];
  route.preSerialization = [
    ...[route.preSerialization ?? []].flat(),
    // `once` sends text, which does not come here. Without it, each repeat would be done, and nobody would know.
    (request, _reply, payload, done) =>
      request.keyed
        ? done(new Error(`${route.url} does not answer by once().`))
        : done(null, payload),
  ];
}
