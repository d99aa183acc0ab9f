import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { chosenFeatures, features } from '../../../src/features/index.ts';
import { planService } from '../../../src/plan/service.ts';
import { column, schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };

async function planned(
  answers: Record<string, boolean | string | string[]> = {},
): Promise<Map<string, string>> {
  const schema = schemaOf(table('notes', { columns: [column('text')] }));
  const choices = { name: 'notes', pm: 'npm' as const, auth: 'none' as const, ...answers };
  const { files } = await planService({ answers: choices, schema, kit });
  return new Map(files.map(({ path, content }) => [path, content.toString()]));
}

/** What a feature brings with a name of its own, apart from files. */
function bringsOf({ packages = [], scripts = {}, config }: Feature): string[] {
  const variables = config?.keys.map(({ variable }) => variable) ?? [];
  return [...packages, ...Object.keys(scripts).map((name) => `"${name}"`), ...variables];
}

/** What others call a file: `Dockerfile`, `./http/openapi`; of those in a folder of their own, the folder. */
function moduleName(path: string, others: ReadonlyMap<string, string>): string {
  const [, folder = ''] = /^(?:src|test)\/([^/]+)\//.exec(path) ?? [];
  const isOwn = folder !== '' && ![...others.keys()].some((one) => one.includes(`/${folder}/`));
  return isOwn ? folder : (path.split('/').at(-1)?.replace(/\.ts$/, '') ?? path);
}

/** The files that a file imports by their place, as they may be called. */
function importsOf(path: string, text: string): string[][] {
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']+)'/gms)].map(([, to = '']) => {
    const file = posix.join(posix.dirname(path), to);
    return [file, `${file}.ts`, `${file}/index.ts`];
  });
}

const SWITCHES = ['docs', 'docker', 'ci', 'idempotency', 'metrics', 'tracing'];
const switched = (isOn: boolean) => Object.fromEntries(SWITCHES.map((name) => [name, isOn]));
const ON = { ...switched(true), secrets: 'aws', clients: ['tax-office'] };
const OFF = { ...switched(false), secrets: 'files', clients: [] };

/** Each by itself, and all without each: whatever two of them have together is there once with, and once without the other. */
const combinations = ['none', 'built-in', 'external'].flatMap((auth) =>
  Object.keys(ON).flatMap((name) => [
    { name: `${auth}, ${name} alone`, answers: { ...OFF, ...only(ON, name), auth } },
    { name: `${auth}, all but ${name}`, answers: { ...ON, ...only(OFF, name), auth } },
  ]),
);

function only<Given extends object>(given: Given, name: string): Partial<Given> {
  return Object.fromEntries(
    Object.entries(given).filter(([key]) => key === name),
  ) as Partial<Given>;
}

function fake(name: string, other: Partial<Feature> = {}): Feature {
  return { name, isOn: () => true, ...other };
}

describe('a service', () => {
  it('has what nobody said anything about, and is closed', () => {
    const names = chosenFeatures({}).map(({ name }) => name);
    const usual = [
      'docs',
      'docker',
      'ci',
      'idempotency',
      'metrics',
      'auth-built-in',
      'auth-access',
    ];
    expect(names).toEqual(expect.arrayContaining(usual));
    for (const other of ['tracing', 'auth-none', 'auth-external', 'outbound-calls']) {
      expect(names).not.toContain(other);
    }
  });

  it.each(
    features
      .filter(
        ({ name }) => !name.startsWith('auth-') && !/^(?:outbound-calls|aws-secrets)$/.test(name),
      )
      .map((feature) => [feature.name, feature] as const),
  )('without %s has no trace of it', async (name, feature) => {
    const [all, without] = [await planned({ [name]: true }), await planned({ [name]: false })];
    const own = [...all.keys()].filter((path) => !without.has(path));
    expect(own.length).toBeGreaterThan(0);
    const text = [...all.values()].join('\n');
    expect(bringsOf(feature).filter((one) => !text.includes(one))).toEqual([]);
    const traces = [...bringsOf(feature), ...own.map((path) => moduleName(path, without))];
    for (const [path, rest] of without) {
      const found = traces.filter((trace) => rest.includes(trace));
      expect(found.map((trace) => `${path}: ${trace}`)).toEqual([]);
    }
  });

  it('has nothing of AWS unless it is asked for', async () => {
    const [all, without] = [await planned({ secrets: 'aws' }), await planned()];
    expect([...all.keys()]).toContain('src/config/aws-secrets.ts');
    const traces = [...without].filter(([, text]) =>
      /aws-s|AWS_|secret.manager|managed.secrets/i.test(text),
    );
    expect(traces.map(([path]) => path)).toEqual([]);
  });

  it('with none of them stands by itself', async () => {
    const off = Object.fromEntries(features.map(({ name }) => [name, false]));
    const files = await planned(off);
    expect(JSON.parse(files.get('package.json') ?? '').dependencies).toHaveProperty('fastify');
  });

  it.each(combinations)('imports what it has: $name', async ({ answers }) => {
    const files = await planned(answers);
    const imports = [...files]
      .filter(([path]) => path.endsWith('.ts'))
      .flatMap(([path, text]) => importsOf(path, text).map((names) => ({ path, names })));
    expect(imports.length).toBeGreaterThan(100);
    const missing = imports
      // The schema itself is not planned.
      .filter(({ names }) => !names.some((name) => name === 'src/db/schema' || files.has(name)))
      .map(({ path, names: [to] }) => `${path}: ${to}`);
    expect(missing).toEqual([]);
  });

  it('is refused with features that do not go together', () => {
    const alone = [fake('a', { needs: ['b'] })];
    expect(() => chosenFeatures({}, alone)).toThrow('a does not work without b.');
    expect(chosenFeatures({}, [...alone, fake('b')])).toHaveLength(2);
    const enemies = [fake('a'), fake('b', { excludes: ['a'] })];
    expect(() => chosenFeatures({}, enemies)).toThrow('b and a do not work together.');
  });
});
