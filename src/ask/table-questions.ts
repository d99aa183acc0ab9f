import { pathProblem } from '../model/path-form.ts';
import { groups } from './groups.ts';
import { Questionnaire } from './questionnaire.ts';

/** Which tables become resources, with which routes and where. */
export const tableQuestions = new Questionnaire<object>()
  .list('tables', {
    flag: 'tables',
    value: '<a,b>',
    help: 'Only these tables become resources (default: all)',
    group: groups.service,
    prompt: {
      message: 'Which tables become resources?',
      hint: 'space to choose, a for all, enter to go on',
      choices: (_, { tables, signIn }) =>
        tables.map((table) => ({
          value: table,
          title: table,
          selected: signIn?.includes(table) !== true,
        })),
    },
    infer: (flags) => (flags['skip-tables'] ? [] : undefined),
    default: () => [],
  })
  .list('skipTables', {
    flag: 'skip-tables',
    value: '<c,d>',
    help: 'All tables but these become resources',
    group: groups.service,
    default: () => [],
  })
  .list('appendOnly', {
    flag: 'append-only',
    value: '<e,f>',
    help: 'Rows of these tables are added and read: no PATCH, no DELETE',
    group: groups.service,
    prompt: {
      message: 'Which of them are only added to, or only read?',
      hint: 'space to choose, enter for none',
      mayBeEmpty: true,
      choices: ({ tables, skipTables }, context) =>
        (tables.length > 0 ? tables : context.tables)
          .filter((table) => !skipTables.includes(table))
          .map((table) => ({
            value: table,
            title: table,
            selected: context.logs?.includes(table) ?? false,
          })),
    },
    infer: (flags) => (flags['read-only'] ? [] : undefined),
    default: () => [],
  })
  .list('readOnly', {
    flag: 'read-only',
    value: '<g,h>',
    help: 'Rows of these tables are only read: no POST either',
    group: groups.service,
    prompt: {
      message: 'And which of these are only read?',
      hint: 'space to choose, enter for none',
      mayBeEmpty: true,
      choices: ({ appendOnly }) => appendOnly.map((table) => ({ value: table, title: table })),
    },
    infer: (flags) => (flags['append-only'] ? [] : undefined),
    default: () => [],
  })
  .list('paths', pathOption(groups.service));

/** Where tables are served, whoever asks. */
export function pathOption(group: string) {
  return {
    flag: 'path',
    value: '<table>=<path>',
    help: 'Where a table is served, e.g. user=members for /v1/members; repeatable',
    group,
    default: () => [],
    validate: (choices: string[]) => choices.map(pathProblem).find(Boolean),
  };
}
