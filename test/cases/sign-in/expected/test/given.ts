import { randomBytes } from 'node:crypto';

/** What an environment without a developer in it, such as production, can't start without. */
export const given: NodeJS.ProcessEnv = {
  DATABASE_URL: 'postgres://user:hidden@localhost/service',
  AUTH_SECRET: randomBytes(32).toString('base64'),
  AUTH_ISSUER: 'https://api.example.com',
  AUTH_APP_URL: 'https://app.example.com',
  MAIL_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'service@example.com',
};
