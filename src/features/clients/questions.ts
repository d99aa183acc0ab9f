import { Questionnaire } from '../../ask/questionnaire.ts';
import { group } from '../group.ts';
import { clientNameProblem } from './names.ts';

export const questions = new Questionnaire<object>().list('clients', {
  flag: 'client',
  value: '<a,b>',
  help: 'Other services to call, by name: a client for each',
  group,
  default: () => [],
  validate: (names) => {
    const problem = names.map(clientNameProblem).find((one) => one !== undefined);
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    return problem ?? (twice === undefined ? undefined : `There would be two clients ${twice}.`);
  },
});

export interface ClientAnswers {
  clients: string[];
}
