import { Questionnaire } from '../../ask/questionnaire.ts';
import { group, together } from '../group.ts';

export const questions = new Questionnaire<object>().boolean('tracing', {
  flag: 'tracing',
  help: 'Traces by OpenTelemetry: of requests, statements and calls of other services',
  group,
  prompt: { message: 'Traces by OpenTelemetry', together },
  // Twelve packages: whoever has nowhere to send traces to would carry them for nothing. Each service has the ids of traces.
  default: () => false,
});
