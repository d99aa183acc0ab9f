import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

const PERSON = { email: 'mallory@example.com', password: 'correct horse of Mallory' };

/** As in production, but without limits, which would be all that one sees. */
export const SIGN_IN: NodeJS.ProcessEnv = {
  AUTH_SECRET: randomBytes(32).toString('base64'),
  AUTH_ISSUER: 'https://api.example.com',
  AUTH_APP_URL: 'https://shop.example.com',
  AUTH_LIMIT_ADDRESS: '0',
  AUTH_LIMIT_FREE: '1000000',
  AUTH_LIMIT_MAILS: '0',
  MAIL_URL: 'smtps://127.0.0.1:9',
  MAIL_FROM: 'shop@example.com',
};

/** What ends the session that the requests belong to. */
export const ENDS_SESSIONS = /\/auth\/(?:logout-all|change-password)$/;

/**
 * Registers somebody, who becomes an admin: others may do little. Nobody reads the mail, so the address is confirmed where the link would
 * do it.
 *
 * @returns a function that logs in, and gives the headers that their requests have from then on
 */
export async function signUp(
  origin: string,
  databaseUrl: string,
): Promise<() => Promise<Record<string, string>>> {
  const profile = { firstName: 'Mallory', lastName: 'Lee' };
  await post(`${origin}/v1/auth/register`, { ...PERSON, profile });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('update sign_in_accounts set email_verified_at = now(), role = $1', ['admin']);
  await client.end();
  return async () => {
    const { accessToken } = await post(`${origin}/v1/auth/login`, { ...PERSON, client: 'api' });
    return { authorization: `Bearer ${accessToken}` };
  };
}

async function post(url: string, body: object): Promise<Record<string, string>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}
