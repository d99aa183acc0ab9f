import { existsSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { targetProblem } from '../apply/target.ts';
import { examples } from '../kit/examples.ts';
import { casings } from './casings.ts';
import { groups } from './groups.ts';
import { packageNameProblem, toPackageName } from './package-name.ts';
import { type AnswersOf, type AskContext, Questionnaire } from './questionnaire.ts';

/** What the project's drizzle.config names, as far as it is there; else what is most usual. */
async function usualSchema({ cwd }: AskContext): Promise<string> {
  // It takes the parser, which nobody needs who is not asked.
  const { detectSources } = await import('../schema/detect.ts');
  const named = detectSources(cwd).map((source) => relative(cwd, source));
  const isThere =
    named.length > 0 && named.every((path) => isGlob(path) || existsSync(resolve(cwd, path)));
  return isThere ? named.join(', ') : 'src/db/schema.ts';
}

const isGlob = (path: string) => /[*{[]/.test(path);

/** Asked before the schema is read. */
export const sourceQuestions = new Questionnaire<object>()
  .text('dir', {
    flag: null,
    help: 'Folder of the service; it is created when it does not exist',
    group: groups.service,
    prompt: {
      message: 'Where should the service go?',
      hint: 'a folder, new or empty',
      initial: 'my-service',
      check: (dir, _, { cwd }) => targetProblem(resolve(cwd, dir)),
    },
    missing: 'the folder of the service as the first argument, e.g. my-service',
    validate: (dir) => (dir.trim() === '' ? 'Name a folder, or . for this one.' : undefined),
  })
  .boolean('force', {
    flag: 'force',
    help: 'Accept a folder that is not empty; files that are in the way are still never overwritten',
    group: groups.service,
    default: () => false,
  })
  .text('name', {
    flag: 'name',
    value: '<name>',
    help: 'npm package name of the service (default: from the folder)',
    group: groups.service,
    prompt: { message: 'What is it called?', hint: 'its npm package name' },
    default: ({ dir }, { cwd }) => toPackageName(basename(resolve(cwd, dir))),
    validate: packageNameProblem,
  })
  .choice(
    'source',
    [
      {
        value: 'schema',
        title: 'My Drizzle schema',
        description: 'one file, several, or a folder',
      },
      { value: 'from-db', title: 'A live Postgres database', description: 'read with drizzle-kit' },
      { value: 'example', title: 'An example', description: 'a schema that ships with the kit' },
    ],
    {
      flag: null,
      help: 'Where the schema comes from',
      group: groups.schema,
      prompt: { message: 'Where does the schema come from?' },
      infer: (flags) => {
        if (flags['schema']) return 'schema';
        if (flags['from-db']) return 'from-db';
        return flags['example'] ? 'example' : undefined;
      },
      missing: '--schema <file>, --from-db <url> or --example <name>',
    },
  )
  .list('schema', {
    atCreation: true,
    flag: 'schema',
    value: '<path>',
    help: 'Drizzle schema: a file, a folder or a glob; repeatable',
    group: groups.schema,
    when: ({ source }) => source === 'schema',
    prompt: {
      message: 'Which files?',
      hint: 'files, folders or globs, separated by commas',
      initial: usualSchema,
      check: (path, _, { cwd }) =>
        isGlob(path) || existsSync(resolve(cwd, path)) ? undefined : `There is no "${path}".`,
    },
    missing: '--schema <path>',
    validate: (paths) => (paths.length === 0 ? 'Name at least one file.' : undefined),
  })
  .boolean('schemaAsIs', {
    flag: 'schema-as-is',
    help: 'Bring whole schema files, not only what the tables need of them',
    group: groups.schema,
    when: ({ source }) => source === 'schema',
    default: () => false,
  })
  .text('fromDb', {
    atCreation: true,
    flag: 'from-db',
    value: '<url>',
    help: 'Read the schema from a running Postgres, e.g. postgres://user@localhost/shop',
    group: groups.schema,
    when: ({ source }) => source === 'from-db',
    prompt: { message: 'What is its URL?', hint: 'postgres://user:password@host/database' },
    missing: '--from-db <url>',
    validate: databaseUrlProblem,
  })
  .text('example', {
    atCreation: true,
    flag: 'example',
    value: '<name>',
    help: 'Start from a schema that ships with the kit; --list-examples names them',
    group: groups.schema,
    when: ({ source }) => source === 'example',
    prompt: {
      message: 'Which example?',
      choices: () =>
        examples().map(({ name, about }) => ({ value: name, title: name, description: about })),
    },
    missing: '--example <name>',
    validate: (name) => {
      const names = examples().map((example) => example.name);
      return names.includes(name)
        ? undefined
        : `There is no example "${name}". There are: ${names.join(', ')}.`;
    },
  })
  .choice('casing', casings, {
    flag: 'casing',
    help: 'How drizzle names columns that have no name of their own (default: auto, from drizzle.config)',
    group: groups.schema,
    default: () => 'auto',
  });

export type SourceAnswers = AnswersOf<typeof sourceQuestions>;

function databaseUrlProblem(url: string): string | undefined {
  if (URL.canParse(url) && /^postgres(?:ql)?:$/.test(new URL(url).protocol)) return undefined;
  return 'It must look like postgres://user:password@host:5432/database (Postgres only).';
}
