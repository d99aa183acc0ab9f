import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/kit-package.ts';
import { cleanEnv } from '../support/environment.ts';
import { runChild } from '../support/children.ts';
import type { Figure } from './figure.ts';
import { schemaText } from './generated-schema.ts';
import { repeat, summarise, timed } from './stats.ts';

const CLI = join(packageRoot(), 'dist', 'src', 'cli.js');
const SECTION = 'The kit';

/** How quickly the command line answers, and creates a service from schemas of two sizes. */
export async function kitFigures(folder: string): Promise<Figure[]> {
  const help = await repeat(15, () => timed(() => cli(folder, '--help')));
  return [
    { section: SECTION, name: '--help', unit: 'ms', sample: summarise(help) },
    await creation(folder, 10, 9, 1000),
    await creation(folder, 100, 5, 3000),
  ];
}

/** Without install and git, which are other programs' time. */
async function creation(
  folder: string,
  tables: number,
  times: number,
  atMost: number,
): Promise<Figure> {
  const schema = join(folder, `schema-${tables}.ts`);
  const target = join(folder, `service-${tables}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(schema, schemaText(tables));
  const durations = await repeat(times, async () => {
    rmSync(target, { recursive: true, force: true });
    return timed(() =>
      cli(folder, target, '--schema', schema, '--yes', '--no-install', '--no-git'),
    );
  });
  return {
    section: SECTION,
    name: `create from ${tables} tables`,
    unit: 'ms',
    sample: summarise(durations),
    target: { atMost },
    note: 'includes packing the kit, as from a checkout',
  };
}

async function cli(cwd: string, ...args: string[]): Promise<void> {
  mkdirSync(cwd, { recursive: true });
  await runChild([process.execPath, CLI, ...args], { cwd, env: cleanEnv() });
}
