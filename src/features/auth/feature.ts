import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Render } from '../../render/template.ts';
import { capitalize } from '../../words.ts';
import type { Feature } from '../feature.ts';
import { refuseOwnTables } from '../own-tables.ts';
import { ownTableNotices, ownTableParts, ownUsers } from './own-table.ts';
import { parts } from './parts.ts';
import { roleColumnModel, rolesModel } from './role-column.ts';
import { changerParts } from './changer-parts.ts';
import { roleColumnParts } from './role-column-parts.ts';
import { type AuthAnswers, isBuiltIn } from './questions.ts';
import { WHO_MAY_CALL } from './text-parts.ts';
import { marksOf, standingNotices } from './kept-out.ts';
import { roleNotices, usersOf } from './users.ts';
import { usersModel } from './users-model.ts';

/** Sign-in by the service itself, and every route closed to whoever is not signed in. */
export const authBuiltIn: Feature<AuthAnswers> = {
  name: 'auth-built-in',
  isOn: isBuiltIn,
  yours: ['src/auth/users.ts', 'src/auth/roles.ts', 'src/auth/mails.ts'],
  packages: ['@fastify/cookie', '@node-rs/argon2', 'jose', 'nodemailer', 'rate-limiter-flexible'],
  scripts: {
    account:
      'node scripts/check-node.cjs && node --import tsx scripts/with-database.ts -- tsx scripts/account.ts',
    'keys:rotate':
      'node scripts/check-node.cjs && node --import tsx scripts/with-database.ts -- tsx scripts/keys-rotate.ts',
  },
  parts,
  partsFor: ({ service, answers }) => {
    const users = usersOf(service, answers);
    if (!users) return ownTableParts(service);
    return [...(users.role ? roleColumnParts(users) : []), ...changerParts(users)];
  },
  shape: ({ service, answers }) => {
    refuseOwnTables(service, OWN_TABLES, ABOUT);
    const users = usersOf(service, answers);
    const own = users ? standingNotices(users.table) : ownTableNotices(service);
    return { ...service, notices: [...service.notices, ...own, ...roleNotices(service, answers)] };
  },
  rows: ({ service, answers }) => {
    const users = usersOf(service, answers);
    return users ? [users.table] : [];
  },
  files: ({ service, answers, render, checks }) => {
    const users = usersOf(service, answers);
    const model = users ? usersModel(users, checks.get(users.table.table.id)) : ownUsers(service);
    const kind = users ? '' : '.own';
    return [
      { path: 'src/auth/users.ts', content: render(`auth-users${kind}`, model), owner: 'yours' },
      {
        path: 'src/auth/roles.ts',
        content: render('auth-roles', rolesModel(users)),
        owner: 'yours',
      },
      { path: 'test/auth/user.ts', content: render(`auth-user${kind}`, model), owner: 'managed' },
      ...(users?.role ? roleFiles(roleColumnModel(users.role), render) : []),
      ...(users && marksOf(users.table).length > 0
        ? [
            {
              path: 'test/auth/kept-out.test.ts',
              content: render('auth-kept-out.test', model),
              owner: 'managed' as const,
            },
          ]
        : []),
    ];
  },
};

const OWN_TABLES = ['users', 'accounts', 'sessions', 'tokens', 'revocations', 'keys', 'limits'].map(
  (one) => ({ name: `sign_in_${one}`, exportName: `signIn${capitalize(one)}` }),
);

const ABOUT = {
  what: 'what people sign in with',
  hint: 'Rename it, or choose --auth external or --auth none.',
};

function roleFiles(model: ReturnType<typeof roleColumnModel>, render: Render): PlannedFile[] {
  return [
    {
      path: 'src/auth/user-role.ts',
      content: render('auth-user-role', model),
      owner: 'managed',
    },
    {
      path: 'test/auth/user-role.test.ts',
      content: render('auth-user-role.test', model),
      owner: 'managed',
    },
  ];
}

/** What a service without sign-in says of that. */
export const authNone: Feature<Pick<AuthAnswers, 'auth'>> = {
  name: 'auth-none',
  isOn: ({ auth }) => auth === 'none',
  parts: [
    {
      path: 'README.md',
      at: { after: WHO_MAY_CALL },
      text: '\nEverybody who reaches its port may call every route: there is no authentication yet.\n',
    },
    {
      path: 'src/server.ts',
      at: { function: 'serve', before: 'closeWithGrace(' },
      text: "logger.warn('Whoever reaches the port may call every route: there is no sign-in.');",
    },
  ],
};
