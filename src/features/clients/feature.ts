import type { PlannedFile } from '../../plan/planned-file.ts';
import { kitPackage } from '../../kit/package.ts';
import type { Feature } from '../feature.ts';
import { clientNames } from './names.ts';
import { parts, partsOf } from './parts.ts';
import type { ClientAnswers } from './questions.ts';

/** Clients of other services, each with a folder of its own, and what all of their calls have in common. */
export const outboundCalls: Feature<ClientAnswers> = {
  name: 'outbound-calls',
  isOn: (answers) => answers.clients.length > 0,
  packages: ['cockatiel'],
  parts,
  partsFor: ({ answers }) => partsOf(answers.clients.map(clientNames)),
  files: ({ answers, render }) => {
    const all = answers.clients.map(clientNames);
    const own = all.flatMap((names): PlannedFile[] => {
      const path = `src/clients/${names.kebab}/${names.kebab}`;
      return [
        { path: `${path}.client.ts`, content: render('client', names), owner: 'yours' },
        { path: `${path}.schemas.ts`, content: render('client-schemas', names), owner: 'yours' },
        { path: `${path}.client.test.ts`, content: render('client-test', names), owner: 'yours' },
      ];
    });
    const model = { kitName: kitPackage().name, clients: all };
    const index = render('clients-index', model);
    return [...own, { path: 'src/clients/index.ts', content: index, owner: 'derived' }];
  },
};
