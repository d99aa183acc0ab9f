import { type AnswersOf, Questionnaire } from '../../ask/questionnaire.ts';
import { accessProblem } from '../../model/access/derive/choice-form.ts';
import type { AuthAnswers } from '../auth/questions.ts';
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
    ...accessOption(group),
    when: knowsCallers,
    prompt: {
      message: 'Whose rows are these?',
      hint: 'space to choose one for a table; else only admins reach them',
      mayBeEmpty: true,
      // With these comes the whole model, which nobody needs to know what there is to ask.
      choices: async (...known) => (await import('./preview.ts')).undecided(...known),
    },
  })
  .list('publicRead', {
    ...publicOption(group),
    when: knowsCallers,
    prompt: {
      message: 'Which of them may anybody read, without signing in?',
      hint: 'space to choose, enter for none',
      mayBeEmpty: true,
      choices: async (...known) => (await import('./preview.ts')).readable(...known),
    },
  });

export type AccessAnswers = AnswersOf<typeof accessQuestions>;

/** Whose rows are, whoever asks. */
export function accessOption(of: string) {
  return {
    flag: 'access',
    value: '<table>=<who>',
    help: 'Whose the rows of a table are, e.g. orders=owner:customer_id; also tenant:<column>, parent:<column>, each with :read or :write behind it, signed-in or admin; repeatable',
    group: of,
    default: () => [],
    validate: accessProblem,
  };
}

/** What anybody reads, whoever asks. */
export function publicOption(of: string) {
  return {
    flag: 'public-read',
    value: '<a,b>',
    help: 'Anybody lists and reads the rows of these tables, signed in or not',
    group: of,
    default: () => [],
  };
}
