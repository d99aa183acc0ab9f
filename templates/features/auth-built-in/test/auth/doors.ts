/** What a route that is not public answers to whoever is not known, in the order of their numbers. */
export const refusals = [401, 503];

/** What is public beside the modules and the pages about the API, and can be read by everybody. */
export const openPages = ['/livez', '/readyz', '/.well-known/jwks.json'];

/** What is public because of what it is for. */
export const openActions = [
  'login',
  'refresh',
  'logout',
  'register',
  'verify-email',
  'confirm-email',
  'forgot-password',
  'reset-password',
].map((name) => `/v1/auth/${name}`);
