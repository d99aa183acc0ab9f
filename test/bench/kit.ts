import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { cleanEnv } from '../support/environment.ts';
import { runChild } from '../support/children.ts';
import type { Figure } from './figure.ts';
import { schemaText } from './generated-schema.ts';
import { repeat, summarise, timed } from './stats.ts';

const SECTION = 'The kit';

/** How quickly the command line answers, and creates a service from schemas of two sizes. */
export async function kitFigures(folder: string): Promise<Figure[]> {
  const installed = installKit(join(folder, 'project'));
  const checkout = cliOf(packageRoot());
  const help = await repeat(15, () => timed(() => run(folder, installed, '--help')));
  return [
    { section: SECTION, name: '--help', unit: 'ms', sample: summarise(help) },
    { ...(await creation(folder, installed, { tables: 10, times: 9 })), target: { atMost: 1000 } },
    { ...(await creation(folder, installed, { tables: 100, times: 5 })), target: { atMost: 3000 } },
    {
      ...(await creation(folder, checkout, { tables: 10, times: 5 })),
      note: 'from a checkout, which packs the kit as well',
    },
  ];
}

/**
 * The kit as npm installs it from a registry, with the packages that this checkout has.
 *
 * @returns the command's file
 */
function installKit(project: string): string {
  const { name, version } = kitPackage();
  const modules = join(project, 'node_modules');
  const kit = join(modules, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(kit, { recursive: true });
  for (const part of ['package.json', 'dist', 'templates']) {
    cpSync(join(packageRoot(), part), join(kit, part), { recursive: true });
  }
  symlinkSync(join(packageRoot(), 'node_modules'), join(kit, 'node_modules'));
  // What tells the kit where it came from.
  const lock = { packages: { [`node_modules/${name}`]: { version } } };
  writeFileSync(join(modules, '.package-lock.json'), JSON.stringify(lock));
  const asked = { private: true, dependencies: { [name]: `^${version}` } };
  writeFileSync(join(project, 'package.json'), JSON.stringify(asked));
  return cliOf(kit);
}

function cliOf(kit: string): string {
  return join(kit, 'dist', 'src', 'cli.js');
}

/** Without install and git, which are other programs' time. */
async function creation(
  folder: string,
  cli: string,
  { tables, times }: { tables: number; times: number },
): Promise<Figure> {
  const schema = join(folder, `schema-${tables}.ts`);
  const target = join(folder, `service-${tables}`);
  writeFileSync(schema, schemaText(tables));
  const durations = await repeat(times, async () => {
    rmSync(target, { recursive: true, force: true });
    const flags = ['--schema', schema, '--auth', 'none', '--yes', '--no-install', '--no-git'];
    return timed(() => run(folder, cli, target, ...flags));
  });
  return {
    section: SECTION,
    name: `create from ${tables} tables`,
    unit: 'ms',
    sample: summarise(durations),
  };
}

async function run(cwd: string, cli: string, ...args: string[]): Promise<void> {
  await runChild([process.execPath, cli, ...args], { cwd, env: cleanEnv() });
}
