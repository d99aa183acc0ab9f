import { type AnswersOf, Questionnaire } from '../../ask/questionnaire.ts';
import { accessProblem } from '../../model/access/derive/choices.ts';
import type { AuthAnswers } from '../auth/feature.ts';
import { group } from '../group.ts';

const knowsCallers = ({ auth }: { auth: string }) => auth !== 'none';

export const accessQuestions = new Questionnaire<AuthAnswers>()
  .text('tenantsTable', {
    flag: 'tenants-table',
    value: '<table>',
    help: 'The table of tenants (workspaces, teams), where its name does not tell',
    group,
    when: knowsCallers,
    default: () => '',
  })
  .list('access', {
    flag: 'access',
    value: '<table>=<who>',
    help: 'Whose the rows of a table are, e.g. orders=owner:customer_id; also tenant:<column>, parent:<column>, signed-in or admin; repeatable',
    group,
    when: knowsCallers,
    default: () => [],
    validate: (choices) => choices.map(accessProblem).find(Boolean),
  })
  .list('publicRead', {
    flag: 'public-read',
    value: '<a,b>',
    help: 'Anybody lists and reads the rows of these tables, signed in or not',
    group,
    when: knowsCallers,
    default: () => [],
  });

export type AccessAnswers = AnswersOf<typeof accessQuestions>;
