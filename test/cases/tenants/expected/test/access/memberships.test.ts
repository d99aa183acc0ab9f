import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { callerContext } from '../../src/access/context';
import { TENANT_HEADER, tenantReader } from '../../src/access/memberships';
import { reference } from '../../src/access/references';
import { teammates } from '../../src/access/teammates';
import { membershipOf, textOfTenant, type TenantId } from '../../src/access/tenants';
import { type UserId, userKey } from '../../src/auth/users';
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

const teammate = reference(teammates, { user: userKey });

/** Whether rows of the tenant may refer to somebody, as a module asks before it writes. */
async function isTeammate(userId: UserId, id: TenantId): Promise<boolean> {
  const context = callerContext(t.db, { userId, roles: [] }, { id, isManager: true });
  return (await teammate.find(context, { user: userId })).length > 0;
}

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

  expect(await isTeammate(userId, tenantId)).toBe(true);

  const isTheirs = and(eq(teamMembers.userId, userId), eq(teamMembers.teamId, tenantId));
  await t.db.update(teamMembers).set({ deletedAt: new Date() }).where(isTheirs);
  expect(await isTeammate(userId, tenantId)).toBe(false);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 });
  for (const tenantOf of processes) expect(await tenantOf(request)).toBeNull();
});

test('who is out by status is no member', async () => {
  const tenantId = await newTenant(t.db);
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  await addMember(t.db, { userId, tenantId, isManager: true });
  expect(await membershipOf(t, userId, tenantId)).toBeDefined();
  expect(await isTeammate(userId, tenantId)).toBe(true);
  const isTheirs = and(eq(teamMembers.userId, userId), eq(teamMembers.teamId, tenantId));
  await t.db.update(teamMembers).set({ status: 'invited' }).where(isTheirs);
  expect(await membershipOf(t, userId, tenantId)).toBeUndefined();
  expect(await isTeammate(userId, tenantId)).toBe(false);
});
