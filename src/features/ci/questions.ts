import { Questionnaire } from '../../ask/questionnaire.ts';
import { group, together } from '../group.ts';

export const questions = new Questionnaire<object>().boolean('ci', {
  flag: 'ci',
  help: 'No workflow for GitHub Actions, no Dependabot',
  group,
  prompt: { message: 'CI on GitHub', together },
  default: () => true,
});
