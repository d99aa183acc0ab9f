import { expect, test } from 'vitest';
import { createTestApp } from '../app';

test('no route of sign-in takes a key: no token may enter the table', async () => {
  const { app, close } = await createTestApp();
  const routes = app.routes.filter(({ url }) => url?.startsWith('/v1/auth/'));
  expect(routes.length).toBeGreaterThan(0);
  expect(routes.filter(({ config }) => config?.guards?.includes('idempotency'))).toEqual([]);
  await close();
});
