import { isClassic, type PackageManager } from '../package-managers.ts';

type OtherPackageManager = Exclude<PackageManager, 'npm'>;

/** Of images, where the machine that creates the service does not have the package manager itself. */
const FALLBACK = { pnpm: '12.21.0', yarn: '1.22.22', bun: '1.4.5' };

interface Commands {
  /** Files that an installation reads beside package.json. */
  reads: string;
  /** The package that holds the package manager. */
  program: string;
  install: string;
  production: string;
}

/** How images install a service: from the lockfile as it is, with and without devDependencies. */
function commandsOf(pm: OtherPackageManager, version: string): Commands {
  const exact = version || FALLBACK[pm];
  switch (pm) {
    case 'pnpm':
      return {
        reads: 'pnpm-lock.yaml pnpm-workspace.yaml',
        program: `pnpm@${exact}`,
        install: 'pnpm install --frozen-lockfile',
        production: 'pnpm install --frozen-lockfile --prod',
      };
    case 'yarn':
      return isClassic(exact)
        ? {
            reads: 'yarn.lock',
            program: `yarn@${exact}`,
            install: 'yarn install --frozen-lockfile',
            production: 'yarn install --frozen-lockfile --production',
          }
        : {
            reads: 'yarn.lock .yarnrc.yml',
            program: `@yarnpkg/cli-dist@${exact}`,
            install: 'yarn install --immutable',
            production: 'yarn workspaces focus --production',
          };
    case 'bun':
      return {
        reads: 'bun.lock',
        program: `bun@${exact}`,
        install: 'bun install --frozen-lockfile',
        production: 'bun install --frozen-lockfile --production',
      };
  }
}

/**
 * The Dockerfile of a service for another package manager than npm.
 * @param version of the package manager; '' where it is not known
 * @throws when the template's lines are no longer those that are replaced: the image would not build
 */
export function dockerfileFor(pm: OtherPackageManager, version: string, text: string): string {
  const { reads, program, install, production } = commandsOf(pm, version);
  const kit = 'COPY .backend-ki[t] ./.backend-kit/\n';
  // yarn's classic line comes with the image, and npm refuses to replace a program that it did not install.
  const get = `RUN npm install --global --force ${program}\n`;
  const replacements: [string, string][] = [
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
  ];
  return replacements.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`Dockerfile of the templates lacks: ${from}`);
    return result.replace(from, () => to);
  }, text);
}

/** A text for people with npm's commands in it, for another package manager. */
export function commandsFor(pm: OtherPackageManager, version: string, text: string): string {
  const run = { pnpm: 'pnpm exec', yarn: 'yarn run', bun: 'bunx' }[pm];
  return (
    text
      .replaceAll('npm ci --omit=dev', commandsOf(pm, version).production)
      // Only npm needs the dashes before a script's arguments.
      .replaceAll(/\bnpm run ([\w:-]+) -- /g, `${pm} run $1 `)
      // `bun test` would be bun's own test runner.
      .replaceAll(/\bnpm (test|start)\b/g, `${pm} run $1`)
      .replaceAll(/\bnpm (run|install|may)\b/g, `${pm} $1`)
      .replaceAll(/\bnpx (?=[a-z])/g, `${run} `)
  );
}
