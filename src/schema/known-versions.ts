/**
 * Versions for packages that schemas commonly import, for a schema whose project has not installed them. A project's own
 * installed version always comes first.
 */
export const KNOWN_VERSIONS: Record<string, string> = {
  '@faker-js/faker': '10.6.0',
  '@paralleldrive/cuid2': '3.3.0',
  bcryptjs: '3.0.3',
  'date-fns': '4.4.0',
  dayjs: '1.11.23',
  'drizzle-zod': '0.8.3',
  lodash: '4.18.1',
  ms: '2.1.3',
  nanoid: '6.0.2',
  'short-uuid': '6.0.3',
  slugify: '1.6.9',
  superjson: '2.2.6',
  'typeid-js': '1.2.0',
  ulid: '3.0.2',
  ulidx: '2.4.1',
  uuid: '14.0.3',
  uuidv7: '1.2.1',
  zod: '4.6.7',
};
