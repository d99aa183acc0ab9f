import { featureQuestions } from '../features/questions.ts';
import { packageManagerOf, packageManagers } from '../package-managers.ts';
import { groups } from './groups.ts';
import { type AnswersOf, Questionnaire } from './questionnaire.ts';
import { type SourceAnswers, sourceQuestions } from './source-questions.ts';
import { tableQuestions } from './table-questions.ts';

/** Asked once the schema has been read and the tables are known. */
export const serviceQuestions = new Questionnaire<SourceAnswers>()
  .with(tableQuestions)
  .with(featureQuestions)
  .choice(
    'pm',
    packageManagers.map((name) => ({ value: name, title: name })),
    {
      flag: 'pm',
      help: 'Package manager (default: the one that runs the kit)',
      group: groups.steps,
      prompt: { message: 'Which package manager?' },
      default: (_, { env }) => packageManagerOf(env['npm_config_user_agent']),
    },
  )
  .boolean('install', {
    flag: 'install',
    help: 'Do not install the dependencies',
    group: groups.steps,
    prompt: { message: 'Install the dependencies now?' },
    default: () => true,
  })
  .boolean('migrate', {
    flag: 'migrate',
    help: 'Do not write and apply the first migration',
    group: groups.steps,
    when: ({ install }) => install,
    default: () => true,
  })
  .boolean('git', {
    flag: 'git',
    help: 'Do not start a git repository',
    group: groups.steps,
    prompt: { message: 'Start a git repository?' },
    default: () => true,
  });

/** Every answer that decides what is created. Empty values ('', [], false) stand for options that did not arise. */
export type Answers = AnswersOf<typeof serviceQuestions>;

/** All that `create` asks, in its order. */
export const createQuestions = sourceQuestions.with(serviceQuestions);

export const createOptions = createQuestions.options;
