import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { ownNoteValues } from '../../../test/access/rows/notes';
import { createTestApp, type TestApp } from '../../../test/app';
import { createNote, noteValues } from '../../../test/factories/notes';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { notes } from '../../db/schema';
import { noteCreate, noteListing, noteResponse, noteUpdate } from './notes.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into notes.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/notes',
  key: ['id'],
  make: async (owner) => createNote(t.db, await ownNoteValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await noteValues(t.db, await ownNoteValues(t.db, sender)), noteCreate),
  change: listed(['text'], noteUpdate, noteResponse),
  filters: listed(['id', 'memberId'], noteListing.filter, noteResponse),
  owned: {
    field: 'memberId',
    count: (person) => t.db.$count(notes, eq(notes.memberId, person.userId)),
  },
} satisfies Subject;

describe('who may do what with notes', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    stranger   none  404   201     404     404
    owner      row   200   201     200     204
    admin      row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});
