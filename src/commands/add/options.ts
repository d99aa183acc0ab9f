import { columnGrammar, referenceGrammar, typeWords } from '../../new-table/new-table.ts';
import { Questionnaire } from '../../ask/questionnaire.ts';
import { accessOption, publicOption } from '../../features/access/questions.ts';
import { type FeatureAnswers, featureQuestions } from '../../features/questions.ts';
import { pathOption } from '../../ask/table-questions.ts';

const groups = {
  what: 'What to add',
  table: 'A new table',
  features: 'What the service was made without',
  options: 'Options',
};
const isNew = (answers: { newTable: string }): boolean => answers.newTable !== '';

const tableOptions = new Questionnaire<object>()
  .list('table', {
    flag: 'table',
    value: '<a,b>',
    help: 'Tables of the schema; the same as naming them as arguments',
    group: groups.what,
    default: () => [],
  })
  .list('appendOnly', {
    flag: 'append-only',
    value: '<a,b>',
    help: 'Tables to add whose rows are added and read: no PATCH, no DELETE',
    group: groups.what,
    default: () => [],
  })
  .list('readOnly', {
    flag: 'read-only',
    value: '<a,b>',
    help: 'Tables to add whose rows are only read: no POST either',
    group: groups.what,
    default: () => [],
  })
  .list('access', {
    ...accessOption(groups.what),
    help: 'Whose the rows of a table to add are: owner:<column>, tenant:<column>, parent:<column>, each with :read or :write behind it, signed-in or admin; repeatable',
  })
  .list('publicRead', {
    ...publicOption(groups.what),
    help: 'Tables to add whose rows anybody lists and reads, signed in or not',
  })
  .text('newTable', {
    flag: 'new',
    value: '<name>',
    help: 'A table that the schema does not have yet: it is written there first',
    group: groups.what,
    default: () => '',
  })
  .list('column', {
    flag: 'column',
    value: '<column>',
    isWhole: true,
    help: `${columnGrammar}; repeatable, to be quoted for the shell. Types: ${typeWords.join(', ')}`,
    group: groups.table,
    when: isNew,
    default: () => [],
  })
  .list('ref', {
    flag: 'ref',
    value: '<reference>',
    isWhole: true,
    help: `${referenceGrammar}; repeatable`,
    group: groups.table,
    when: isNew,
    default: () => [],
  })
  .boolean('timestamps', {
    flag: 'timestamps',
    help: 'No createdAt and updatedAt',
    group: groups.table,
    when: isNew,
    default: () => true,
  })
  .boolean('softDelete', {
    flag: 'soft-delete',
    help: 'With deletedAt: DELETE sets it, and reads leave such rows out',
    group: groups.table,
    when: isNew,
    default: () => false,
  })
  .list('paths', pathOption(groups.options))
  .boolean('migrate', {
    flag: 'migrate',
    help: 'Do not write and apply a migration',
    group: groups.options,
    default: () => true,
  });

/** What has to be known of a feature that is added, but for what is said of tables anyway. A yes is the feature's name. */
const featureOptions = featureQuestions.options
  .filter(
    ({ key, type }) =>
      type !== 'boolean' &&
      // Added by name: `add client billing`.
      key !== 'clients' &&
      !tableOptions.options.some((one) => one.key === key),
  )
  .map((option) => ({ ...option, group: groups.features }));

export const addOptions = tableOptions.with(
  new Questionnaire<Omit<FeatureAnswers, 'clients'>>(featureOptions),
);
