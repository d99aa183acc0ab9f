import { Questionnaire } from '../../ask/questionnaire.ts';
import { group, together } from '../group.ts';

export const questions = new Questionnaire<object>().boolean('metrics', {
  flag: 'metrics',
  help: 'No metrics for Prometheus, no alerts and no dashboard',
  group,
  prompt: { message: 'Metrics for Prometheus', together },
  default: () => true,
  unasked: false,
});
