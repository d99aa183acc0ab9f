import { replaceParts } from '../../edit/replace.ts';
import type { Commands, Feature } from '../feature.ts';

const workflow = '.github/workflows/ci.yml';
const dependabot = '.github/dependabot.yml';

/** A workflow that checks, tests and builds each change, and what keeps its actions and the packages up to date. */
export const ci: Feature<{ ci: boolean }> = {
  name: 'ci',
  isOn: (answers) => answers.ci,
  yours: [workflow, dependabot],
  forPackageManager: (path, text, commands) => {
    if (path === workflow) return workflowFor(text, commands);
    return path === dependabot ? dependabotFor(text, commands) : text;
  },
  parts: [
    {
      path: 'README.md',
      at: { after: 'there, and touch no other. `DATABASE_URL` and `.env` mean nothing to them.\n' },
      text: `\nOn GitHub, \`${workflow}\` checks, tests and builds each pull request, and Dependabot asks for newer versions.\n`,
    },
  ],
};

/** Only npm's files are known to the action that installs Node. */
function workflowFor(text: string, { pm, program, install }: Commands): string {
  return replaceParts(text, [
    ['          cache: npm\n', ''],
    [
      '- run: npm ci\n',
      `- run: npm install --global --force ${program}\n      - run: ${install}\n`,
    ],
    ['npm run check', `${pm} run check`],
    ['npm test', `${pm} run test`],
    ['npm run build', `${pm} run build`],
  ]);
}

/** What npm, pnpm and yarn install has one name there. */
function dependabotFor(text: string, { pm }: Commands): string {
  return pm === 'bun' ? replaceParts(text, [['ecosystem: npm', 'ecosystem: bun']]) : text;
}
