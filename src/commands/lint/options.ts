import { casings } from '../../ask/casings.ts';
import { Questionnaire } from '../../ask/questionnaire.ts';

const group = 'Options';

export const lintOptions = new Questionnaire<object>()
  .list('schema', {
    flag: 'schema',
    value: '<path>',
    help: "Drizzle schema: a file, a folder or a glob; repeatable (default: the project's own)",
    group,
    default: () => [],
  })
  .choice('casing', casings, {
    flag: 'casing',
    help: 'How drizzle names columns that have no name of their own (default: auto)',
    group,
    default: () => 'auto',
  })
  .text('maxWarnings', {
    flag: 'max-warnings',
    value: '<n>',
    help: 'Exit with 0 while there are no more warnings than this (default: 0)',
    group,
    default: () => '0',
    validate: (value) => (/^\d+$/.test(value) ? undefined : 'It must be a whole number.'),
  });
