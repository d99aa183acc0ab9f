import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { create } from '../../src/commands/index.ts';
import { features } from '../../src/features/index.ts';
import { packageRoot } from '../../src/kit/package.ts';
import { helpText } from '../../src/report/help.ts';

const root = packageRoot();
const service = join(root, 'templates', 'service');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

/** The rows of the tables in a text, as cells without code marks. */
function tableRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) =>
          cell
            .replaceAll('`', '')
            .replaceAll(String.raw`\|`, '|')
            .trim(),
        ),
    );
}

describe('README.md', () => {
  const readme = read('README.md');

  it('lists the options that there are, with the help text of each', () => {
    const [, listed = ''] = readme.split(/<!-- options:.*?-->|<!-- end of options -->/);
    const [, ...rows] = tableRows(listed);
    const help = helpText('kit', create).replaceAll(/\s+/g, ' ');
    expect(rows.filter((row) => !help.includes(` ${row.join(' ')} `))).toEqual([]);
    expect(rows).toHaveLength(create.options.filter(({ flag }) => flag !== null).length);
  });

  it('names tests that a service has', () => {
    const named = [...readme.matchAll(/`((?:src|test)\/[\w/.-]+\.test\.ts)`/g)].map(
      ([, path]) => path,
    );
    const own = named.filter((path) => path !== 'test/unit/docs.test.ts');
    expect(own.length).toBeGreaterThan(10);
    const folders = [service, ...features.map(({ name }) => join(service, '../features', name))];
    const isThere = (path = '') => folders.some((folder) => existsSync(join(folder, path)));
    expect(own.filter((path) => !isThere(path))).toEqual([]);
  });
});

describe("a service's README.md", () => {
  it('lists each variable with its defaults', async () => {
    const config = pathToFileURL(join(service, 'src', 'config')).href;
    const { variablesSchema } = await import(`${config}/variables.ts`);
    const { profiles } = await import(`${config}/profiles.ts`);
    const defaultsIn = (environment: string): Map<string, string> => {
      const { shape } = variablesSchema(environment) as z.ZodObject<Record<string, z.ZodType>>;
      const names = Object.keys(shape).filter((name) => name !== 'APP_ENV');
      const profile = profiles[environment];
      return new Map(names.map((name) => [name, written(profile[name] ?? valueOf(shape[name]))]));
    };
    const production = defaultsIn('production');
    const expected = [...defaultsIn('development')].map(([name, value]) => {
      const other = production.get(name);
      return [name, value === other ? value : `${value} / ${other}`];
    });
    const rows = tableRows(read('templates', 'service', 'README.md')).filter(
      ([name = '']) => /^[A-Z_]+$/.test(name) && name !== 'APP_ENV',
    );
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
  });
});

function valueOf(schema: z.ZodType | undefined): unknown {
  return schema?.safeParse(undefined).data ?? [];
}

/** As the README writes it. */
function written(value: unknown): string {
  return Array.isArray(value)
    ? value.join(',') || 'none'
    : JSON.stringify(value).replaceAll('"', '');
}

describe("a service's AGENTS.md", () => {
  const rules = read('templates', 'service', 'AGENTS.md');

  it('is short enough to be read', () => {
    expect(rules.split('\n').length).toBeLessThan(150);
  });

  it('names tests that a service has', () => {
    const named = [...rules.matchAll(/`((?:src|test)\/[\w/.-]+\.test\.ts)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(service, path)))).toEqual([]);
  });
});
