import { expect, it } from 'vitest';
import { planService } from '../../../src/plan/service.ts';
import { schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '0.0.0', dependency: '0.0.0' };

const planned = (name: string, answers = {}) =>
  planService({
    answers: { name: 'shop', pm: 'npm', ...answers },
    schema: schemaOf(table(name, { primaryKey: ['id'] })),
    kit,
  });

it.each(['idempotency_answers', 'idempotencyAnswers'])(
  'a table that is called like the one of answers is refused, unless there is none: %s',
  async (name) => {
    await expect(planned(name)).rejects.toMatchObject({
      code: 'TABLE_NAME_TAKEN',
      hint: expect.stringContaining('--no-idempotency'),
    });
    const { files } = await planned(name, { idempotency: false });
    expect(files.some(({ path }) => path.startsWith('src/idempotency/'))).toBe(false);
  },
);

it.each(['sign_in_keys', 'signInAccounts'])(
  'and so is one that is called like a table of sign-in: %s',
  async (name) => {
    await expect(planned(name, { auth: 'built-in' })).rejects.toMatchObject({
      code: 'TABLE_NAME_TAKEN',
      hint: expect.stringContaining('--auth none'),
    });
    expect((await planned(name, { auth: 'none' })).resources).toHaveLength(1);
  },
);
