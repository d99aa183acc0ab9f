import { describe, expect, it } from 'vitest';
import { keptAnswers } from '../../../src/ask/kept.ts';
import type { Option } from '../../../src/ask/questionnaire.ts';
import { createOptions } from '../../../src/ask/questions.ts';

const kept = {
  name: 'shop',
  source: 'example',
  schema: [],
  schemaAsIs: false,
  fromDb: '',
  example: 'shop',
  casing: 'auto',
  tables: [],
  skipTables: [],
  appendOnly: [],
  readOnly: [],
  paths: [],
  pm: 'npm',
  install: true,
  migrate: true,
  git: true,
};

const answersOf = (answers: Record<string, unknown>, options: readonly Option[] = createOptions) =>
  keptAnswers(options, answers, {
    earlier: { dir: '/services/shop', force: false },
    context: { cwd: '/services/shop', env: { npm_config_user_agent: 'bun/1.4' }, tables: [] },
    file: 'backend-kit.json',
  });

describe('answers that were written down', () => {
  it('are taken as they are', () => {
    expect(answersOf(kept)).toMatchObject({ ...kept, dir: '/services/shop', force: false });
  });

  it.each([
    ['pm', 'cargo', '"cargo" is none of npm, pnpm, yarn, bun.'],
    ['pm', ['npm'], 'it must be a text.'],
    ['pm', null, 'it must be a text.'],
    ['name', 'My Shop', '"My Shop" is not a package name'],
    ['casing', 'kebab-case', '"kebab-case" is none of auto, snake_case, camelCase.'],
    ['tables', 'orders', 'it must be a list of texts.'],
    ['skipTables', [1], 'it must be a list of texts.'],
    ['readOnly', { orders: true }, 'it must be a list of texts.'],
    ['paths', ['orders'], 'orders'],
    ['install', 'yes', 'it must be true or false.'],
    ['example', 1, 'it must be a text.'],
  ])('are checked as flags are: %s: %j', (key, value, problem) => {
    const wrong = {
      code: 'INVALID_ANSWER',
      message: expect.stringContaining(`The answer "${key}" in backend-kit.json is not right: `),
    };
    const broken = () => answersOf({ ...kept, [key]: value });
    expect(broken).toThrow(expect.objectContaining(wrong));
    expect(broken).toThrow(problem);
  });

  it('have the default of what was not asked then, and nothing for what does not arise', () => {
    const { schemaAsIs: _, migrate: __, fromDb: ___, ...older } = kept;
    expect(answersOf({ ...older, fromDb: 'of no use' })).toMatchObject({
      schemaAsIs: false,
      migrate: true,
      fromDb: '',
    });
  });

  it('have of a question what it says of services that were never asked, whatever the default is by then', () => {
    const later = createOptions.map((option) =>
      option.key === 'auth' ? { ...option, default: () => 'built-in' } : option,
    );
    expect(answersOf(kept, later)).toMatchObject({ auth: 'none' });
    expect(answersOf({ ...kept, auth: 'built-in' }, later)).toMatchObject({ auth: 'built-in' });
  });

  it('may name an example that newer kits no longer have, and be of a question of theirs', () => {
    expect(answersOf({ ...kept, example: 'gone', later: 'yes' })).not.toHaveProperty('later');
  });
});
