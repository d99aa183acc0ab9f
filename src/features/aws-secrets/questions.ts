import { Questionnaire } from '../../ask/questionnaire.ts';
import { group } from '../group.ts';

export const questions = new Questionnaire<object>().choice(
  'secrets',
  [
    { value: 'files', title: 'Variables of the environment, and files' },
    { value: 'aws', title: 'AWS Secrets Manager as well' },
  ],
  {
    flag: 'secrets',
    help: 'Where secrets come from: files (and variables), or aws (AWS Secrets Manager as well; default: files)',
    group,
    default: () => 'files',
    unasked: 'files',
  },
);

export interface SecretsAnswers {
  secrets: 'files' | 'aws';
}
