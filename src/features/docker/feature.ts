import { Questionnaire } from '../../ask/questionnaire.ts';
import type { Feature } from '../feature.ts';
import { group } from '../group.ts';

const questions = new Questionnaire<object>().boolean('docker', {
  flag: 'docker',
  help: 'No Dockerfile and no compose.yaml',
  group,
  default: () => true,
});

/** An image of the service, and the service with its database in containers. */
export const docker: Feature<{ docker: boolean }> = {
  name: 'docker',
  questions,
  isOn: (answers) => answers.docker,
  yours: ['compose.yaml'],
  parts: [
    {
      path: 'README.md',
      at: { after: 'and the folder `drizzle/`.' },
      text: ' The `Dockerfile`\nputs these together and runs as an ordinary user; `docker compose up --build` runs it as in production, with a Postgres.',
    },
    {
      path: 'README.md',
      at: { after: 'time than both together before it is killed' },
      text: ' (30 seconds in `compose.yaml`)',
    },
  ],
};
