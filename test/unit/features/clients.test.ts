import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { globSync } from 'tinyglobby';
import { features } from '../../../src/features/index.ts';
import { clientNameProblem, clientNames } from '../../../src/features/clients/names.ts';
import { variablesOf } from '../../../src/features/clients/parts.ts';
import { packageRoot } from '../../../src/kit/package.ts';

/** Every variable that a service may read without any client. */
function ownVariables(): string[] {
  const cwd = join(packageRoot(), 'templates');
  const files = globSync(['service/src/config/*.ts', 'features/*/src/**/variables.ts'], { cwd });
  const written = files.flatMap((file) =>
    [...readFileSync(join(cwd, file), 'utf8').matchAll(/^ +([A-Z][A-Z0-9_]+):/gm)].map(
      ([, name = '']) => name,
    ),
  );
  const added = features.flatMap(({ config }) => config?.keys.map((key) => key.variable) ?? []);
  return [...new Set([...written, ...added])];
}

it('no client has a variable that the service has without it', () => {
  const own = ownVariables();
  expect(own.length).toBeGreaterThan(60);
  const suffixes = variablesOf(clientNames('x')).map((name) => name.slice('X'.length));
  const names = own.flatMap((variable) =>
    suffixes
      .filter((suffix) => variable.endsWith(suffix))
      .map((suffix) => variable.slice(0, -suffix.length).toLowerCase().replaceAll('_', '-')),
  );
  expect(names).toEqual(expect.arrayContaining(['database', 'auth-jwks']));
  expect(names.filter((name) => clientNameProblem(name) === undefined)).toEqual([]);
});
