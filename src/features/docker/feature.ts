import type { Commands, Feature } from '../feature.ts';
import { replaceParts } from '../../edit/replace.ts';

/** An image of the service, and the service with its database in containers. */
export const docker: Feature<{ docker: boolean }> = {
  name: 'docker',
  isOn: (answers) => answers.docker,
  yours: ['compose.yaml'],
  forPackageManager: (path, text, commands) =>
    path === 'Dockerfile' ? dockerfileFor(text, commands) : text,
  parts: [
    {
      path: 'README.md',
      at: { after: 'and the folder `drizzle/`.' },
      text: ' The `Dockerfile`\nputs these together and runs as an ordinary user; `docker compose up --build` runs it as in production, with a Postgres,\nand `sh deploy/try-image.sh` looks whether that starts and is ready.',
    },
    {
      path: 'README.md',
      at: { after: 'time than both together before it is killed' },
      text: ' (30 seconds in `compose.yaml`)',
    },
    {
      path: '.github/workflows/ci.yml',
      at: 'end',
      text: `      - run: sh deploy/try-image.sh
`,
    },
    {
      path: '.github/dependabot.yml',
      at: 'end',
      text: `  - package-ecosystem: docker
    directory: /
    schedule:
      interval: weekly
  - package-ecosystem: docker-compose
    directory: /
    schedule:
      interval: weekly
`,
    },
  ],
};

/** Images install a service from its lockfile as it is, with and without devDependencies. */
function dockerfileFor(
  text: string,
  { pm, reads, program, install, production }: Commands,
): string {
  const kit = 'COPY .backend-kit/*.tgz ./.backend-kit/\n';
  // yarn's classic line comes with the image, and npm refuses to replace a program that it did not install.
  const get = `RUN npm install --global --force ${program}\n`;
  return replaceParts(text, [
    [
      'AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\n',
      `AS build\nWORKDIR /app\n${get}COPY package.json ${reads} ./\n`,
    ],
    ['RUN npm ci\n', `RUN ${install}\n`],
    ['RUN npm run build\n', `RUN ${pm} run build\n`],
    [
      'AS dependencies\nWORKDIR /app\nCOPY package.json package-lock.json ./\n',
      `AS dependencies\nWORKDIR /app\n${get}COPY package.json ${reads} ./\n${kit}`,
    ],
    ['RUN npm ci --omit=dev\n', `RUN ${production}\n`],
    ['# Not through npm,', `# Not through ${pm},`],
  ]);
}
