import { execFile, spawnSync } from 'node:child_process';
import { existsSync, globSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder } from './cache.ts';

interface Program {
  command: string;
  env: NodeJS.ProcessEnv;
}

const execute = promisify(execFile);

/**
 * A program that npm has no package of: the machine's own where it has one, else Debian's, unpacked below `.cache` with the
 * libraries that the machine lacks. Nothing is installed, so that a test neither depends on what somebody did by hand nor
 * changes the machine. Throws where there is neither, and says what to install.
 *
 * @param from Debian's package, where it is called otherwise
 */
export async function debianProgram(name: string, from = name): Promise<Program> {
  const { env } = process;
  // Of a user who is not root, `/usr/sbin` is not among the places to look.
  const installed = [name, join('/usr/sbin', name)].find(
    (command) => !spawnSync(command, ['--version']).error,
  );
  if (installed !== undefined) return { command: installed, env };
  const folder = await cachedFolder(`debian/${from}`, (made) => unpack(from, made)).catch(
    (cause: unknown) => {
      const message = `These tests need ${name}, which this machine neither has nor gets from Debian: apt-get install ${from}`;
      throw new Error(message, { cause });
    },
  );
  const libraries = globSync(join(folder, 'usr/lib/*/'));
  const path = [...libraries, env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  const command = ['usr/sbin', 'usr/bin']
    .map((place) => join(folder, place, name))
    .find(existsSync);
  if (command === undefined) throw new Error(`${from} of Debian has no ${name}`);
  return { command, env: { ...env, LD_LIBRARY_PATH: path } };
}

/** The package and those of its dependencies that are missing, as apt would install them. */
async function unpack(name: string, folder: string): Promise<void> {
  await download(name, folder).catch(async (error: unknown) => {
    // A new container knows of no packages yet, and an old list names some that are gone. Only root may ask for a new one.
    await execute('apt-get', ['update']).catch(() => Promise.reject(error as Error));
    await download(name, folder);
  });
  const archives = readdirSync(folder).filter((file) => file.endsWith('.deb'));
  await Promise.all(archives.map((file) => execute('dpkg', ['-x', file, '.'], { cwd: folder })));
}

async function download(name: string, folder: string): Promise<void> {
  const { stdout } = await execute('apt-get', ['-s', 'install', '--no-install-recommends', name]);
  const missing = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, found = '']) => found);
  await execute('apt-get', ['download', ...missing], { cwd: folder });
}
