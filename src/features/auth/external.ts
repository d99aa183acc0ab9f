import type { Feature } from '../feature.ts';
import { externalParts } from './external-parts.ts';
import { marksOf, standingNotices } from './kept-out.ts';
import { likelyNotices, ownTableParts, ownUsers } from './own-table.ts';
import { externalUsersOf, subjectNotices } from './external-users.ts';
import { externalUsersModel } from './external-users-model.ts';
import { type AuthAnswers, isExternal } from './questions.ts';

/** Tokens of an identity provider, checked; every route closed to whoever has none. */
export const authExternal: Feature<AuthAnswers> = {
  name: 'auth-external',
  isOn: isExternal,
  packages: ['jose'],
  parts: externalParts,
  partsFor: ({ service, answers }) =>
    externalUsersOf(service, answers) ? [] : ownTableParts(service),
  shape: ({ service, answers }) => {
    const users = externalUsersOf(service, answers);
    const said = users
      ? [...subjectNotices(users), ...standingNotices(users.table)]
      : likelyNotices(service, () => undefined);
    return { ...service, notices: [...service.notices, ...said] };
  },
  rows: ({ service, answers }) => {
    const users = externalUsersOf(service, answers);
    return users ? [users.table] : [];
  },
  files: ({ service, answers, render }) => {
    const users = externalUsersOf(service, answers);
    const model = users ? externalUsersModel(users) : { ...NO_TABLE, ...ownUsers(service) };
    const kind = users ? '' : '.own';
    return [
      { path: 'src/auth/claims.ts', content: render('auth-claims', model), owner: 'yours' },
      { path: 'src/auth/users.ts', content: render(`auth-users${kind}`, model), owner: 'yours' },
      { path: 'test/auth/user.ts', content: render(`auth-user${kind}`, model), owner: 'managed' },
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

/** What a service says of claims that brings a table of its own: a row there is a subject, and nothing else. */
const NO_TABLE = { profilePartial: 'users/claims-none', braces: '{{', endBraces: '}}' };
