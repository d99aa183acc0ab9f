/** What an environment without a developer in it, such as production, can't start without. */
export const given: NodeJS.ProcessEnv = {
  DATABASE_URL: 'postgres://user:hidden@localhost/service',
};
