import { majorOf } from './versions.ts';

/** The package managers that a service may be installed with. */
export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;

export type PackageManager = (typeof packageManagers)[number];

/** The one that runs the kit, as it says in `npm_config_user_agent`; npm where nothing tells. */
export function packageManagerOf(userAgent: string | undefined): PackageManager {
  return packageManagers.find((name) => userAgent?.startsWith(`${name}/`)) ?? 'npm';
}

/** yarn 1, whose flags and package are others than those of what came after. */
export function isClassic(version: string): boolean {
  return majorOf(version) === 1;
}
