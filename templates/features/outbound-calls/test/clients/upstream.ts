import { afterEach, beforeEach, vi } from 'vitest';
import { z } from 'zod';
import type { Call, Operation } from '../../src/clients/request';
import { createUpstream, type UpstreamConfig } from '../../src/clients/upstream';
import { type NoTime, noTime } from '../time';
import { type Answer, faultyServer } from './faulty-server';

export const NOW = Date.parse('2026-01-01T00:00:00Z');
const response = z.object({ id: z.string() });
export const good = { json: { id: '1' } };
export const get = { method: 'GET', path: '/items/{id}', params: { id: '1' }, response } as const;
export const post = {
  method: 'POST',
  path: '/items',
  body: { a: 'body-value' },
  response,
} as const;

/** It is `NOW` in each test, until that says otherwise. Only the clock on the wall: what waits for a server, waits. */
export function fakeClock(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
  afterEach(() => void vi.useRealTimers());
}

/** A client of a server that gives these answers. */
export async function clientOf(answers: Answer[], more: Partial<UpstreamConfig> = {}) {
  const { url, seen } = await faultyServer(...answers);
  const time: NoTime = noTime();
  const lines: string[] = [];
  const line = (fields: object, message: string) =>
    void lines.push(JSON.stringify({ ...fields, message }));
  // A busy machine may take its time: what is about a server that says nothing says how long it is waited for.
  const config = { url, timeout: 60_000, concurrency: 20, token: 'token-value', ...more };
  const upstream = createUpstream('other', config, { log: { debug: line, warn: line }, time });
  const call = (operation: Operation<unknown> = get, by: Call = {}) => upstream(operation, by);
  return { call, seen, time, lines };
}

export function after(status: number, header: string): Answer {
  return { status, headers: { 'retry-after': header } };
}
