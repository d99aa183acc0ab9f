import { Questionnaire } from '../../ask/questionnaire.ts';
import { group, together } from '../group.ts';

export const questions = new Questionnaire<object>().boolean('docs', {
  flag: 'docs',
  help: 'No page at /docs and no description at /openapi.json',
  group,
  prompt: { message: 'Documentation page, OpenAPI', together },
  default: () => true,
});
