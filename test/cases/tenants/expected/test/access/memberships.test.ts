import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { callerContext } from '../../src/access/context';
import { TENANT_HEADER, tenantReader } from '../../src/access/memberships';
import { reference } from '../../src/access/references';
import { teammates } from '../../src/access/teammates';
import { membershipOf, textOfTenant, type TenantId } from '../../src/access/tenants';
import { ADMIN } from '../../src/auth/roles';
import { type UserId, userKey } from '../../src/auth/users';
import { teamMembers, teams } from '../../src/db/schema';
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

/** A request of somebody who names a tenant. */
const naming = (id: TenantId, userId: UserId, roles: string[]) =>
  ({
    caller: { userId, roles },
    headers: { [TENANT_HEADER]: textOfTenant(id) },
  }) as unknown as FastifyRequest;

test('an admin of the service manages each tenant, but none that is marked as deleted', async () => {
  const tenantId = await newTenant(t.db);
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  const tenantOf = tenantReader(t.db);
  const request = naming(tenantId, userId, [ADMIN]);
  expect(await tenantOf(request)).toEqual({ id: tenantId, isManager: true });
  await t.db.update(teams).set({ deletedAt: new Date() }).where(eq(teams.id, tenantId));
  expect(await tenantOf(request)).toBeNull();
});

test('whoever is removed from a tenant is no member for any process two seconds later', async () => {
  const tenantId = await newTenant(t.db);
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  await addMember(t.db, { userId, tenantId, isManager: true });
  const request = naming(tenantId, userId, ['user']);
  // No time passes but what is said here, however long it takes.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
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
  vi.setSystemTime(Date.now() + 2000);
  for (const tenantOf of processes) expect(await tenantOf(request)).toBeNull();
});

test('what no column could hold names no tenant', async () => {
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  for (const text of ['9'.repeat(30), `-${'9'.repeat(30)}`, '', '1.5', 'x']) {
    const request = { caller: { userId, roles: ['user'] }, headers: { [TENANT_HEADER]: text } };
    expect(await tenantReader(t.db)(request as unknown as FastifyRequest), text).toBeNull();
  }
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

test('a tenant that is marked as deleted has no members', async () => {
  const tenantId = await newTenant(t.db);
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  await addMember(t.db, { userId, tenantId, isManager: true });
  expect(await membershipOf(t, userId, tenantId)).toBeDefined();
  await t.db.update(teams).set({ deletedAt: new Date() }).where(eq(teams.id, tenantId));
  expect(await membershipOf(t, userId, tenantId)).toBeUndefined();
});
