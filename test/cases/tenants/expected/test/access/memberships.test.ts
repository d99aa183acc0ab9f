import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { TENANT_HEADER, tenantReader } from '../../src/access/memberships';
import { membershipOf, textOfTenant } from '../../src/access/tenants';
import { teamMembers } from '../../src/db/schema';
import { createTestApp, type TestApp } from '../app';
import { createUser } from '../auth/user';
import { addMember, newTenant } from './tenants';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(() => t.close());

test('whoever is removed from a tenant is no member for any process two seconds later', async () => {
  const tenantId = await newTenant(t.db);
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  await addMember(t.db, { userId, tenantId, isManager: true });
  const request = {
    caller: { userId, roles: ['user'] },
    headers: { [TENANT_HEADER]: textOfTenant(tenantId) },
  } as unknown as FastifyRequest;
  const processes = [tenantReader(t.db), tenantReader(t.db)];
  for (const tenantOf of processes) {
    expect(await tenantOf(request)).toEqual({ id: tenantId, isManager: true });
    // Known for a while: not every request asks the database.
    t.queries.length = 0;
    expect(await tenantOf(request)).not.toBeNull();
    expect(t.queries).toEqual([]);
  }

  const isTheirs = and(eq(teamMembers.userId, userId), eq(teamMembers.teamId, tenantId));
  await t.db.update(teamMembers).set({ deletedAt: new Date() }).where(isTheirs);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 });
  for (const tenantOf of processes) expect(await tenantOf(request)).toBeNull();
});

test('who is out by status is no member', async () => {
  const tenantId = await newTenant(t.db);
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  await addMember(t.db, { userId, tenantId, isManager: true });
  expect(await membershipOf(t, userId, tenantId)).toBeDefined();
  const isTheirs = and(eq(teamMembers.userId, userId), eq(teamMembers.teamId, tenantId));
  await t.db.update(teamMembers).set({ status: 'invited' }).where(isTheirs);
  expect(await membershipOf(t, userId, tenantId)).toBeUndefined();
});
