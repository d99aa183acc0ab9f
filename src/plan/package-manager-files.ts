import type { Commands } from '../features/feature.ts';
import { isClassic, type PackageManager } from '../package-managers.ts';

type OtherPackageManager = Exclude<PackageManager, 'npm'>;

/** Of images and CI, where the machine that creates the service does not have the package manager itself. */
const FALLBACK = { pnpm: '12.21.0', yarn: '1.22.22', bun: '1.4.5' };

/** How a service is installed where its lockfile decides: in images and in CI. */
export function commandsOf(pm: OtherPackageManager, version: string): Commands {
  const exact = version || FALLBACK[pm];
  switch (pm) {
    case 'pnpm':
      return {
        pm,
        reads: 'pnpm-lock.yaml pnpm-workspace.yaml',
        program: `pnpm@${exact}`,
        install: 'pnpm install --frozen-lockfile',
        production: 'pnpm install --frozen-lockfile --prod',
      };
    case 'yarn':
      return isClassic(exact)
        ? {
            pm,
            reads: 'yarn.lock',
            program: `yarn@${exact}`,
            install: 'yarn install --frozen-lockfile',
            production: 'yarn install --frozen-lockfile --production',
          }
        : {
            pm,
            reads: 'yarn.lock .yarnrc.yml',
            program: `@yarnpkg/cli-dist@${exact}`,
            install: 'yarn install --immutable',
            production: 'yarn workspaces focus --production',
          };
    case 'bun':
      return {
        pm,
        reads: 'bun.lock',
        program: `bun@${exact}`,
        install: 'bun install --frozen-lockfile',
        production: 'bun install --frozen-lockfile --production',
      };
  }
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
