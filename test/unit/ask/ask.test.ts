import { describe, expect, it } from 'vitest';
import { ask, type PromptQuestion, splitList } from '../../../src/ask/ask.ts';
import { parseFlags } from '../../../src/ask/flags.ts';
import { createOptions, serviceQuestions } from '../../../src/ask/questions.ts';
import { sourceQuestions } from '../../../src/ask/source-questions.ts';
import { runFlags } from '../../../src/ask/run-flags.ts';
import { temporaryFolder } from '../../support/folder.ts';

const options = [...createOptions, ...runFlags.options];

/** Asks all questions of `create` for a command line; `prompt` answers where somebody sits at the terminal. */
async function answersFor(
  argv: string[],
  prompt?: (question: PromptQuestion) => string | boolean | string[],
  env: NodeJS.ProcessEnv = {},
) {
  const input = {
    flags: parseFlags(argv, options, 1),
    context: { cwd: temporaryFolder({ 'schema.ts': '' }), env, tables: ['orders', 'items'] },
    prompt: prompt && ((question: PromptQuestion) => Promise.resolve(prompt(question))),
  };
  const first = await ask(sourceQuestions, { ...input, earlier: {} });
  return ask(serviceQuestions, { ...input, earlier: first });
}

describe('without anybody to ask', () => {
  it('takes flags, and defaults for the rest', async () => {
    expect(await answersFor(['My Shop', '--example', 'shop'])).toMatchObject({
      dir: 'My Shop',
      force: false,
      name: 'my-shop',
      source: 'example',
      schema: [],
      fromDb: '',
      example: 'shop',
      casing: 'auto',
      schemaAsIs: false,
      tables: [],
      skipTables: [],
      paths: [],
      appendOnly: [],
      readOnly: [],
      docs: true,
      docker: true,
      ci: true,
      clients: [],
      secrets: 'files',
      auth: 'built-in',
      usersTable: '',
      emailColumn: '',
      roleColumn: '',
      subjectColumn: '',
      tenantsTable: '',
      access: [],
      publicRead: [],
      pm: 'npm',
      idempotency: true,
      metrics: true,
      tracing: false,
      install: true,
      migrate: true,
      git: true,
    });
  });

  it.each([
    [
      ['--schema', 'a.ts', '--schema', 'b/*.{ts,mts}'],
      { source: 'schema', schema: ['a.ts', 'b/*.{ts,mts}'] },
    ],
    [['--from-db', 'postgres://u@h/d'], { source: 'from-db', fromDb: 'postgres://u@h/d' }],
    [
      ['--example', 'blog', '--tables', 'a, b', '--skip-tables=c'],
      { tables: ['a', 'b'], skipTables: ['c'] },
    ],
    [
      ['--example', 'blog', '--pm', 'bun', '--no-install'],
      { pm: 'bun', install: false, migrate: false },
    ],
    [
      ['--example', 'blog', '--no-migrate', '--no-git', '--force'],
      { migrate: false, git: false, force: true },
    ],
  ])('reads %j', async (argv, expected) => {
    expect(await answersFor(['dir', ...argv])).toMatchObject(expected);
  });

  it.each([
    ['pnpm/10.1.0 npm/? node/v22', 'pnpm'],
    ['yarn/1.22.22 npm/?', 'yarn'],
    ['bun/1.3.0', 'bun'],
    ['npm/11.0.0 node/v24', 'npm'],
    [undefined, 'npm'],
  ])('goes on with the package manager that runs it: %s', async (agent, pm) => {
    const env = agent === undefined ? {} : { npm_config_user_agent: agent };
    expect(await answersFor(['dir', '--example', 'shop'], undefined, env)).toMatchObject({ pm });
  });

  it.each([
    [[], 'MISSING_ANSWER', 'the folder of the service as the first argument'],
    [['dir'], 'MISSING_ANSWER', '--schema <file>, --from-db <url> or --example <name>'],
    [['dir', '--example', 'shpo'], 'INVALID_ANSWER', 'There are: blog, saas, shop.'],
    [
      ['dir', '--example', 'shop', '--name', 'Shop'],
      'INVALID_ANSWER',
      '--name is not right: "Shop"',
    ],
    [
      ['dir', '--example', 'shop', '--pm', 'cargo'],
      'INVALID_ANSWER',
      '"cargo" is none of npm, pnpm',
    ],
    [['dir', '--from-db', 'mysql://h/d'], 'INVALID_ANSWER', 'Postgres only'],
    [['dir', '--from-db', 'nonsense'], 'INVALID_ANSWER', '--from-db is not right'],
    [['dir', '--schema', 'a.ts', '--example', 'shop'], 'FLAGS_DO_NOT_COMBINE', '--example'],
    [
      ['dir', '--example', 'shop', '--no-install', '--migrate'],
      'FLAGS_DO_NOT_COMBINE',
      '--migrate',
    ],
  ])('refuses %j with %s', async (argv, code, message) => {
    await expect(answersFor(argv)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe('with a person at the terminal', () => {
  it('asks for what no flag says, with a default each, and for nothing else', async () => {
    const asked: [string, unknown][] = [];
    const answers = await answersFor(
      ['--example', 'shop', '--pm', 'npm'],
      ({ option, initial }) => {
        asked.push([option.key, initial]);
        return option.key === 'tables' ? ['orders'] : (initial as string);
      },
    );
    expect(asked).toEqual([
      ['dir', 'my-service'],
      ['name', 'my-service'],
      ['tables', []],
      ['appendOnly', []],
      ['What comes with it?', undefined],
      ['auth', 'built-in'],
      ['install', true],
      ['git', true],
    ]);
    expect(answers).toMatchObject({ dir: 'my-service', tables: ['orders'], casing: 'auto' });
  });

  it('asks in one question for what comes along, less what a flag says', async () => {
    const offered: unknown[] = [];
    const args = ['dir', '--example', 'shop', '--no-docs'];
    const answers = await answersFor(args, ({ option, initial, choices }) => {
      if (option.key !== 'What comes with it?') return initial as string;
      offered.push(choices.map(({ value, selected }) => [value, selected]));
      return ['ci'];
    });
    expect(offered).toEqual([
      expect.arrayContaining([
        ['docker', true],
        ['ci', true],
        ['tracing', false],
      ]),
    ]);
    expect(offered.flat(2)).not.toContain('docs');
    expect(answers).toMatchObject({ docs: false, docker: false, ci: true });
  });

  it('asks only for the source that was chosen, and offers what there is', async () => {
    const offered: Record<string, string[]> = {};
    await answersFor(['dir'], ({ option, initial, choices }) => {
      offered[option.key] = choices.map((choice) => choice.value);
      if (option.key === 'source') return 'example';
      return option.key === 'example' ? 'saas' : (initial as string);
    });
    expect(offered).toMatchObject({
      source: ['schema', 'from-db', 'example'],
      example: ['blog', 'saas', 'shop'],
      tables: ['orders', 'items'],
    });
    expect(offered).not.toHaveProperty('schema');
    expect(offered).not.toHaveProperty('fromDb');
  });

  it('asks which tables are only read only where some do not get all routes', async () => {
    const offered: Record<string, unknown> = {};
    const answers = await answersFor(
      ['dir', '--example', 'shop', '--skip-tables', 'items'],
      ({ option, initial, choices }) => {
        offered[option.key] = choices.map(({ value, selected }) => [value, selected]);
        return option.key === 'appendOnly' ? ['orders'] : (initial as string);
      },
    );
    expect(offered).toMatchObject({
      appendOnly: [['orders', false]],
      readOnly: [['orders', undefined]],
    });
    expect(answers).toMatchObject({ appendOnly: ['orders'], readOnly: [] });
  });

  it('does not ask about routes where a flag names some', async () => {
    for (const flag of ['--append-only', '--read-only']) {
      const asked: string[] = [];
      const argv = ['dir', '--example', 'shop', flag, 'orders'];
      await answersFor(argv, ({ option, initial }) => {
        asked.push(option.key);
        return initial as string;
      });
      expect(asked).not.toContain('appendOnly');
      expect(asked).not.toContain('readOnly');
    }
  });

  it('checks at the prompt what would fail later', async () => {
    const problems: Record<string, (string | undefined)[]> = {};
    await answersFor([], ({ option, initial, problem }) => {
      if (option.key === 'source') return 'schema';
      if (option.key === 'name') problems['name'] = [problem('Nope'), problem('yes')];
      if (option.key === 'dir') problems['dir'] = [problem('.'), problem('new')];
      if (option.key !== 'schema') return initial as string;
      problems['schema'] = [
        problem(['no.ts']),
        problem(['schema.ts']),
        problem(['src/*.ts']),
        problem([]),
      ];
      return ['schema.ts'];
    });
    expect(problems['schema']).toEqual([
      'There is no "no.ts".',
      undefined,
      undefined,
      'Name at least one file.',
    ]);
    expect(problems['dir']).toEqual([expect.stringContaining('holds schema.ts'), undefined]);
    expect(problems['name']?.[0]).toContain('"Nope" is not a package name');
    expect(problems['name']?.[1]).toBeUndefined();
  });
});

it('splits lists at commas, but not inside the braces of a glob', () => {
  expect(splitList(' a, b ,,src/{x,y}.ts')).toEqual(['a', 'b', 'src/{x,y}.ts']);
});

it('offers the schema that the drizzle.config of the project names', async () => {
  const offered = async (files: Record<string, string>) => {
    let initial: unknown;
    const prompt = (question: PromptQuestion) => {
      if (question.option.key === 'schema') ({ initial } = question);
      return Promise.resolve(
        question.option.key === 'source' ? 'schema' : (question.initial ?? ''),
      );
    };
    const context = { cwd: temporaryFolder(files), env: {}, tables: [] };
    await ask(sourceQuestions, {
      flags: parseFlags(['x'], options, 1),
      context,
      prompt,
      earlier: {},
    });
    return initial;
  };
  const config = 'export default { schema: ["./db/schema.ts", "./db/auth/*.ts"] };';
  expect(await offered({ 'drizzle.config.ts': config, 'db/schema.ts': '' })).toBe(
    'db/schema.ts, db/auth/*.ts',
  );
  expect(await offered({ 'drizzle.config.ts': config })).toBe('src/db/schema.ts');
  expect(await offered({})).toBe('src/db/schema.ts');
});
