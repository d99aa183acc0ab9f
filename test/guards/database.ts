import type { Removal } from './removal.ts';

const file = 'deploy/privileges.sql';
const tests = ['test/privileges'];

/** What the role of a service may do in its database. */
export const database: readonly Removal[] = [
  {
    promise: 'the service says of no migration that it was applied',
    file,
    from: 'revoke all on all tables in schema drizzle from service_app;\n',
    to: '',
    tests,
  },
  {
    promise: 'the service empties no table at once',
    file,
    from: 'alter default privileges grant select, insert, update, delete on tables',
    to: 'alter default privileges grant all on tables',
    tests,
  },
  {
    promise: 'the service reaches the schemas of later migrations',
    file,
    from: 'alter default privileges grant usage on schemas to service_app;\n',
    to: '',
    tests,
  },
  {
    promise: 'the service numbers the rows of later tables',
    file,
    from: 'alter default privileges grant usage on sequences to service_app;\n',
    to: '',
    tests,
  },
  {
    promise: 'tables that are there already are served as well',
    file,
    from: "    execute format('grant select, insert, update, delete on all tables in schema %I to service_app', name);\n",
    to: '',
    tests,
  },
  {
    promise: 'the service knows which migrations the database has',
    file,
    from: 'grant select on drizzle.__drizzle_migrations to service_app;\n',
    to: '',
    tests,
  },
  {
    promise: 'a database whose certificate is refused is away, and no fault of the request',
    file: 'src/db/errors.ts',
    from: ' || tlsHint(error) !== undefined',
    to: '',
    tests: ['src/db/tls'],
  },
  {
    promise: 'the log says what is wrong with the certificate of the database',
    file: 'src/db/hints.ts',
    from: ' ?? tlsHint(error)',
    to: '',
    tests: ['src/db/tls'],
  },
  {
    promise: 'no connection is no connection, whatever the reason',
    file: 'src/db/errors.ts',
    from: 'CONNECTING.has(syscall) || ',
    to: '',
    tests: ['src/db/hints'],
  },
  {
    promise: 'the log says when it may be the host in DATABASE_URL that is wrong',
    file: 'src/server.ts',
    from: 'hint: addressHint(error) ',
    to: '',
    tests: ['test/start'],
  },
  {
    promise: 'a database that does not let the service in is away, and no fault of the request',
    file: 'src/http/postgres-problems.ts',
    from: '/^(?:08|28|3D)/',
    to: '/^08/',
    tests: ['src/http/postgres-problems'],
  },
  {
    promise: 'behind a pooler, statements of libraries have no name either',
    file: 'src/db/run-mode.ts',
    from: "  if (mode.unnamed) pool.on('connect', takeNames);\n",
    to: '',
    tests: ['src/db/pooler'],
  },
  {
    promise: 'a plain connection to another machine is said at the start',
    file: 'src/db/client.ts',
    from: '  if (plain) onWarning(plain);\n',
    to: '',
    tests: ['src/db/tls'],
  },
  {
    promise: 'tables whose rows the database hides from the service are named',
    file: 'src/db/health.ts',
    from: "    if (hidden.length > 0) onWarning(`${hidden.join(', ')}: ${HIDDEN}`);\n",
    to: '',
    tests,
  },
  {
    promise: 'nothing is said of a table with a policy for the service',
    file: 'src/db/row-security.ts',
    from: 'current_user::regrole = any (polroles)',
    to: 'false',
    tests,
  },
  {
    promise: 'migrations refuse a pooler that has no session for them',
    file: 'src/db/migration-session.ts',
    from: "  if (first === 'shared') throw new Error(NO_SESSION);\n",
    to: '',
    tests: ['src/db/migration-session'],
  },
  {
    promise: 'migrations give a database up that says nothing',
    file: 'src/db/migration-session.ts',
    from: 'connectionTimeoutMillis: within,\n    keepAlive: true,',
    to: 'keepAlive: true,',
    tests: ['src/db/migrate.test'],
  },
];
