import prompts from 'prompts';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandFor } from '../../../src/commands/add/report.ts';
import { converse } from '../../../src/ask/conversation.ts';
import { askNewTable } from '../../../src/new-table/conversation.ts';
import { parseColumn, parseReference } from '../../../src/new-table/grammar.ts';
import { Cancelled } from '../../../src/terminal.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const surroundings = { tables: ['customers', 'shop.people'], tableProblem: () => undefined };
/** Each list of answers belongs together. */
const ask = (...answers: unknown[][]) => {
  prompts.inject(answers.flat());
  return converse(recordedTerminal(), (person) => askNewTable(surroundings, person));
};

/** Answers to what comes after the columns: no references, timestamps, no soft delete. */
const plainEnd = ['', false, true, false];

beforeEach(() => prompts.inject([]));

describe('a table that is described at the prompts', () => {
  it('has columns that were asked for piece by piece, or typed whole', async () => {
    const table = await ask(
      ['invoices'],
      ['number', 'varchar', '24', true, true],
      ['status', 'enum', 'draft, sent', true, 'draft'],
      ['total:numeric(12,2)'],
      ['paid', 'boolean', false, ''],
      plainEnd,
    );
    expect(table).toEqual({
      name: 'invoices',
      columns: [
        'number:varchar(24):unique',
        'status:enum(draft,sent):default(draft)',
        'total:numeric(12,2)',
        'paid:boolean?',
      ].map(parseColumn),
      references: [],
      timestamps: true,
      softDelete: false,
    });
  });

  it('has references, which may be missing where they lead to the table itself', async () => {
    const table = await ask(
      ['tasks', ''],
      [true, 'shop.people', 'owner', false, false, 'set-null'],
      [true, 'tasks', 'parent', true, 'cascade'],
      [false, false, true],
    );
    expect(table).toMatchObject({ timestamps: false, softDelete: true, columns: [] });
    expect(table.references).toEqual(
      ['owner:shop.people?:set-null', 'parent:tasks?:unique:cascade'].map(parseReference),
    );
  });

  it('can be described again by one command', async () => {
    const table = await ask(['tasks', "motto:text:default(it's)", '', false, false, true]);
    expect(
      commandFor(table, { appendOnly: [], readOnly: [] }, { access: [], publicRead: [] }),
    ).toBe(
      "npx backend-kit add --new tasks --column 'motto:text:default(it'\\''s)' --no-timestamps --soft-delete --yes",
    );
  });

  it('is none when the person stops', async () => {
    await expect(ask(['tasks', 'title', new Error('Ctrl-C')])).rejects.toThrow(Cancelled);
  });
});
