import { Questionnaire } from '../../ask/questionnaire.ts';
import { group, together } from '../group.ts';

export const questions = new Questionnaire<object>().boolean('idempotency', {
  flag: 'idempotency',
  help: 'No Idempotency-Key on POST',
  group,
  prompt: { message: 'Idempotency-Key on POST', together },
  default: () => true,
  // A service that was made before there was one has neither its table nor its guard.
  unasked: false,
});
