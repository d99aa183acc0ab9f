import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson } from './people';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

describe('sessions', () => {
  test('a person sees theirs, and ends one', async () => {
    const { email } = await createPerson(t.db);
    const [here, there] = [await t.logIn(email), await t.logIn(email)];
    const list = async () =>
      (await t.get('/v1/auth/sessions', here['accessToken'])).json().data as Record<
        string,
        string
      >[];
    expect(await list()).toHaveLength(2);
    expect((await list())[0]).toMatchObject({
      client: 'api',
      address: '127.0.0.1',
      userAgent: 'lightMyRequest',
    });
    const end = (id: string | undefined, accessToken: string | undefined) =>
      t.app.inject({
        method: 'DELETE',
        url: `/v1/auth/sessions/${id}`,
        headers: bearer(accessToken),
      });
    const [other] = await list();
    const stranger = await t.logIn((await createPerson(t.db)).email);
    expectProblem(await end(other?.['id'], stranger['accessToken']), 404);
    expect((await end(other?.['id'], here['accessToken'])).statusCode).toBe(204);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken: there['refreshToken'] }), 401);
    expect(await list()).toHaveLength(1);
    // An id as Postgres takes it: of no version that an RFC knows.
    expectProblem(await end('12345678-1234-1234-1234-123456789abc', here['accessToken']), 404);
    expectProblem(await end('another', here['accessToken']), 400);
  });
});
