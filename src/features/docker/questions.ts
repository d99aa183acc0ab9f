import { Questionnaire } from '../../ask/questionnaire.ts';
import { group, together } from '../group.ts';

export const questions = new Questionnaire<object>().boolean('docker', {
  flag: 'docker',
  help: 'No Dockerfile and no compose.yaml',
  group,
  prompt: { message: 'Docker image and compose file', together },
  default: () => true,
});
