import { Questionnaire } from '../../ask/questionnaire.ts';
import type { Feature } from '../feature.ts';
import { group } from '../group.ts';
import { parts } from './parts.ts';
import { WHO_MAY_CALL } from './text-parts.ts';
import { usersModel, usersOf } from './users.ts';

const isBuiltIn = ({ auth }: { auth: string }) => auth === 'built-in';

const questions = new Questionnaire<object>()
  .choice(
    'auth',
    [
      { value: 'none', title: 'No sign-in: whoever reaches the port may call every route' },
      { value: 'built-in', title: 'The service signs people in itself' },
    ],
    {
      flag: 'auth',
      help: 'Who signs people in: built-in or none (default: none)',
      group,
      default: () => 'none',
      // Whatever becomes the default: a service that has no sign-in does not get one with the next table.
      unasked: 'none',
    },
  )
  .text('usersTable', {
    flag: 'users-table',
    value: '<table>',
    help: 'The table of those who sign in, where its name does not tell',
    group,
    when: isBuiltIn,
    default: () => '',
  })
  .text('emailColumn', {
    flag: 'email-column',
    value: '<column>',
    help: 'Its column with the e-mail address, where its name does not tell',
    group,
    when: isBuiltIn,
    default: () => '',
  });

export interface AuthAnswers {
  auth: 'none' | 'built-in';
  usersTable: string;
  emailColumn: string;
}

/** Sign-in by the service itself, and every route closed to whoever is not signed in. */
export const authBuiltIn: Feature<AuthAnswers> = {
  name: 'auth-built-in',
  questions,
  isOn: isBuiltIn,
  yours: ['src/auth/users.ts', 'src/auth/roles.ts', 'src/auth/mails.ts'],
  packages: ['@fastify/cookie', '@node-rs/argon2', 'jose', 'nodemailer', 'rate-limiter-flexible'],
  scripts: {
    asvs: 'node scripts/check-node.cjs && tsx scripts/asvs.ts',
    account:
      'node scripts/check-node.cjs && node --import tsx scripts/with-database.ts -- tsx scripts/account.ts',
    'keys:rotate':
      'node scripts/check-node.cjs && node --import tsx scripts/with-database.ts -- tsx scripts/keys-rotate.ts',
  },
  parts,
  rows: ({ service, answers }) => {
    const users = usersOf(service, answers);
    return users ? [users.table] : [];
  },
  files: ({ service, answers, render }) => {
    const users = usersOf(service, answers);
    const model = users ? usersModel(users) : {};
    const kind = users ? '' : '.own';
    return [
      { path: 'src/auth/users.ts', content: render(`auth-users${kind}`, model), owner: 'yours' },
      { path: 'test/auth/user.ts', content: render(`auth-user${kind}`, model), owner: 'managed' },
      ...(users?.table.softDelete
        ? [
            {
              path: 'test/auth/marked-deleted.test.ts',
              content: render('auth-marked-deleted.test', model),
              owner: 'managed' as const,
            },
          ]
        : []),
    ];
  },
};

/** What a service without sign-in says of that. */
export const authNone: Feature<Pick<AuthAnswers, 'auth'>> = {
  name: 'auth-none',
  questions: new Questionnaire<Pick<AuthAnswers, 'auth'>>(),
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
