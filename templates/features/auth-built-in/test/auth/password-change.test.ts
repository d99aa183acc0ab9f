import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { ANOTHER, createPerson, newEmail, PASSWORD } from './people';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

describe('a forgotten password', () => {
  test('is set anew by the link; sessions end, the owner is told [ASVS 6.3.7, 6.4.3, 7.4.3]', async () => {
    const { email } = await createPerson(t.db);
    const { refreshToken } = await t.logIn(email);
    expect((await t.post('/v1/auth/forgot-password', { email })).statusCode).toBe(202);
    const token = await t.mailed(email, 'Set a new password');
    const weak = { token, password: 'password123' };
    expectProblem(await t.post('/v1/auth/reset-password', weak), 422, { pointer: '#/password' });
    const reset = await t.post('/v1/auth/reset-password', { token, password: ANOTHER });
    expect(reset.statusCode, reset.body).toBe(204);
    await t.logIn(email, ANOTHER);
    expectProblem(await t.tryLogIn(email), 401);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken }), 401);
    await t.mailed(email, 'Your password was changed');
  });

  test('the answer is the same for an address without an account, and no mail is sent [ASVS 6.3.8]', async () => {
    const { email } = await createPerson(t.db);
    const nobody = newEmail();
    const [known, unknown] = await Promise.all(
      [email, nobody].map((address) => t.post('/v1/auth/forgot-password', { email: address })),
    );
    expect([unknown?.statusCode, unknown?.body]).toEqual([known?.statusCode, known?.body]);
    await t.mailed(email, 'Set a new password');
    expect(await t.mails(nobody)).toEqual([]);
  });
});

describe('changing the password', () => {
  test('asks for the old one, ends the other sessions, keeps this one, tells the owner [ASVS 6.2.2, 6.2.3, 6.3.7, 7.4.3]', async () => {
    const { email } = await createPerson(t.db);
    const [here, there] = [await t.logIn(email), await t.logIn(email)];
    const change = (currentPassword: string) =>
      t.post(
        '/v1/auth/change-password',
        { currentPassword, password: ANOTHER },
        { headers: bearer(here['accessToken']) },
      );
    expectProblem(await change('not the password'), 422, { pointer: '#/currentPassword' });
    const changed = await change(PASSWORD);
    expect(changed.statusCode, changed.body).toBe(200);
    const { accessToken, refreshToken } = changed.json();
    expect((await t.get('/v1/auth/me', accessToken)).statusCode).toBe(200);
    const before = async () => (await t.get('/v1/auth/me', here['accessToken'])).statusCode;
    await expect.poll(before).toBe(401);
    expect((await t.get('/v1/auth/me', accessToken)).statusCode).toBe(200);
    expect((await t.post('/v1/auth/refresh', { refreshToken })).statusCode).toBe(200);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken: there['refreshToken'] }), 401);
    await t.logIn(email, ANOTHER);
    await t.mailed(email, 'Your password was changed');
  });
});
