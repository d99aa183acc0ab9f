// Written by create-backend-kit whenever a client is added: do not edit.

import type { FastifyInstance } from 'fastify';
import type { Config } from '../config';
import { createTaxOfficeClient } from './tax-office/tax-office.client';

export type Clients = ReturnType<typeof createClients>;

/** The clients of other services: one of each for a process. */
export function createClients({ clients }: Config, log: FastifyInstance['log']) {
  return {
    taxOffice: createTaxOfficeClient(clients.taxOffice, { log }),
  };
}

declare module 'fastify' {
  interface FastifyInstance {
    clients: Clients;
  }
}
