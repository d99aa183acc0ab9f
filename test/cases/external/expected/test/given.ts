/** What an environment without a developer in it, such as production, can't start without. */
export const given: NodeJS.ProcessEnv = {
  DATABASE_URL: 'postgres://user:hidden@localhost/service',
  AUTH_ISSUER: 'https://login.example.com/',
  AUTH_AUDIENCE: 'https://api.example.com',
  TAX_OFFICE_URL: 'https://tax-office.example.com',
};
