import { Questionnaire } from '../questionnaire.ts';

const group = 'Options';

export const addOptions = new Questionnaire<object>().boolean('migrate', {
  flag: 'migrate',
  help: 'Do not write and apply a migration',
  group,
  default: () => true,
});
