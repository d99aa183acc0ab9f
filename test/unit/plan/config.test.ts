import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/kit/package.ts';
import type { ConfigKey, Feature } from '../../../src/features/feature.ts';
import { withFeatureDefaults } from '../../../src/features/questions.ts';
import { withParts } from '../../../src/plan/parts.ts';
import { serviceModel } from '../../../src/model/service.ts';
import { schemaOf } from '../schema/helpers.ts';

const files = ['variables', 'profiles', 'config'].map((name) => `src/config/${name}.ts`);

/** The service's own files with these keys in them. */
function written(...keys: ConfigKey[]): Record<string, string> {
  const feature: Feature = {
    name: 'mail',
    isOn: () => true,
    config: { name: 'mail', keys },
  };
  const templates = {
    ...Object.fromEntries(files.map((path) => [path, path])),
    'README.md': 'README.md',
    '.env.example': '_env.example',
  };
  const plan = Object.entries(templates).map(([path, file]) => ({
    path,
    content: readFileSync(join(packageRoot(), 'templates/service', file), 'utf8'),
    owner: 'managed' as const,
  }));
  return Object.fromEntries(
    withParts(plan, [feature], {
      service: serviceModel(schemaOf()),
      answers: withFeatureDefaults({}),
    }).map(({ path, content }) => [path, content.toString()]),
  );
}

it('a secret has no default anywhere', () => {
  const about = 'signs links in mails';
  const example = '# MAIL_SECRET=';
  const all = written({
    name: 'secret',
    variable: 'MAIL_SECRET',
    schema: 'z.string().min(32)',
    about,
    example,
    secret: 'whole',
  });
  expect(all['src/config/variables.ts']).toContain('MAIL_SECRET: z.string().min(32),');
  expect(all['src/config/variables.ts']).toMatch(/secrets = \{[^}]*MAIL_SECRET: 'whole'/);
  expect(all['src/config/profiles.ts']).not.toContain('MAIL_SECRET');
  expect(all['src/config/config.ts']).toContain('mail: { secret: values.MAIL_SECRET }');
  expect(all['README.md']).toContain('| `MAIL_SECRET` | none; required | signs links in mails |');
  expect(all['.env.example']?.endsWith('\n# MAIL_SECRET=\n')).toBe(true);
});

it('a default may be the same everywhere, or differ by profile', () => {
  const all = written(
    {
      name: 'port',
      variable: 'MAIL_PORT',
      schema: 'z.coerce.number()',
      about: 'port',
      default: '25',
    },
    {
      name: 'log',
      variable: 'MAIL_LOG',
      schema: 'flag',
      about: 'log mails',
      default: { type: 'boolean', development: 'true', production: 'false', test: 'false' },
    },
  );
  expect(all['src/config/variables.ts']).toContain('MAIL_PORT: z.coerce.number().default(25)');
  expect(all['src/config/variables.ts']).toContain('MAIL_LOG: flag,');
  expect(all['src/config/profiles.ts']).toMatch(
    /const development: Profile = \{[^}]*MAIL_LOG: true/,
  );
  expect(all['src/config/profiles.ts']).toMatch(
    /const production: Profile = \{[^}]*MAIL_LOG: false/,
  );
  expect(all['src/config/profiles.ts']).toMatch(/test: \{[^}]*MAIL_LOG: false/);
  expect(all['src/config/profiles.ts']).not.toContain('MAIL_PORT');
  expect(all['README.md']).toContain(
    '| `MAIL_PORT` | `25` | port |\n| `MAIL_LOG` | `true` / `false` | log mails; `false` in `test` |',
  );
});
