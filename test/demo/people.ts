import { mailedTo } from '../support/mail.ts';
import { answer } from './seen.ts';
import { demoService } from './service.ts';
import type { Request, Seen, Step } from './walk.ts';

/** Registering, following the link in the mail, and logging in; what comes of it is kept by the first name. */
export function signUp(firstName: string, lastName: string): Step[] {
  return [
    {
      title: `${firstName} registers. The answer is the same whether the address has an account or not`,
      request: () => ({
        method: 'POST',
        path: '/v1/auth/register',
        body: {
          email: emailOf(firstName),
          password: passwordOf(firstName),
          profile: { firstName, lastName },
        },
      }),
      status: 202,
    },
    {
      title: 'A link in a mail confirms the address',
      request: async () => ({
        method: 'POST',
        path: '/v1/auth/verify-email',
        body: {
          token: await mailedTo(demoService, emailOf(firstName)),
          password: passwordOf(firstName),
        },
      }),
      status: 204,
    },
    {
      title: `${firstName} logs in`,
      as: firstName.toLowerCase(),
      request: () => ({ method: 'POST', path: '/v1/auth/login', body: logIn(firstName) }),
      status: 200,
      fields: ['accessToken', 'refreshToken'],
    },
  ];
}

export const emailOf = (firstName: string) => `${firstName.toLowerCase()}@example.com`;
export const passwordOf = (firstName: string) => `correct horse of ${firstName}`;
export const logIn = (firstName: string) => ({
  email: emailOf(firstName),
  password: passwordOf(firstName),
  client: 'api',
});

export function signedIn(seen: Seen, name: string): Record<string, string> {
  return { authorization: `Bearer ${String(answer(seen, name).body['accessToken'])}` };
}

export function refreshToken(seen: Seen, name: string): unknown {
  return answer(seen, name).body['refreshToken'];
}

export function refresh(seen: Seen, name: string): Request {
  const body = { refreshToken: refreshToken(seen, name) };
  return { method: 'POST', path: '/v1/auth/refresh', body };
}
