import { Questionnaire } from '../../ask/questionnaire.ts';
import { group } from '../group.ts';
import { OWN_ROLES } from './own-roles.ts';

export const isBuiltIn = ({ auth }: { auth: string }) => auth === 'built-in';

export const isExternal = ({ auth }: { auth: string }) => auth === 'external';

export const questions = new Questionnaire<object>()
  .choice(
    'auth',
    [
      { value: 'built-in', title: 'The service signs people in itself' },
      { value: 'external', title: 'An identity provider does, and the service checks its tokens' },
      { value: 'none', title: 'No sign-in: whoever reaches the port may call every route' },
    ],
    {
      flag: 'auth',
      help: 'Who signs people in: built-in, external (an identity provider of yours) or none (default: built-in)',
      group,
      prompt: { message: 'Who signs people in?' },
      default: () => 'built-in',
      // A service that was made before anybody was asked has none, and does not get one with the next table.
      unasked: 'none',
    },
  )
  .text('usersTable', {
    flag: 'users-table',
    value: '<table>',
    help: 'The table of those who sign in, where its name does not tell',
    group,
    when: ({ auth }) => auth !== 'none',
    default: () => '',
  })
  .text('emailColumn', {
    flag: 'email-column',
    value: '<column>',
    help: 'Its column with the e-mail address, where its name does not tell',
    group,
    when: isBuiltIn,
    default: () => '',
  })
  .text('roleColumn', {
    flag: 'role-column',
    value: '<column>',
    help: 'Its column that says who is an admin, where its name does not tell; none: sign-in keeps roles itself',
    group,
    when: isBuiltIn,
    default: () => '',
    // Whose roles sign-in keeps already, they stay with it.
    unasked: OWN_ROLES,
  })
  .text('subjectColumn', {
    flag: 'subject-column',
    value: '<column>',
    help: 'Its column with who somebody is at the identity provider, where neither its name nor its key tells',
    group,
    when: isExternal,
    default: () => '',
  });

export interface AuthAnswers {
  auth: 'none' | 'built-in' | 'external';
  usersTable: string;
  emailColumn: string;
  roleColumn: string;
  subjectColumn: string;
}
