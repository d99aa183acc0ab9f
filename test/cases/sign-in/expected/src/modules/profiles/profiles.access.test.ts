import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { expectUnreachable } from '../../../test/access/references';
import { ownNoteValues } from '../../../test/access/rows/notes';
import { ownProfileValues } from '../../../test/access/rows/profiles';
import { createTestApp, type TestApp } from '../../../test/app';
import { createNote } from '../../../test/factories/notes';
import { createProfile, profileValues } from '../../../test/factories/profiles';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { profiles as profilesTable } from '../../db/schema';
import { profileCreate, profileListing, profileResponse, profileUpdate } from './profiles.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into profiles.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/profiles',
  key: ['id'],
  make: async (owner) => createProfile(t.db, await ownProfileValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await profileValues(t.db, await ownProfileValues(t.db, sender)), profileCreate),
  change: listed(['motto'], profileUpdate, profileResponse),
  filters: listed(['id', 'memberId'], profileListing.filter, profileResponse),
  owned: {
    field: 'memberId',
    count: (person) => t.db.$count(profilesTable, eq(profilesTable.memberId, person.userId)),
  },
} satisfies Subject;

describe('who may do what with profiles', () => {
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

describe('what a profile refers to', () => {
  it.each(['POST', 'PATCH'] as const)('%s: noteId is no note of somebody else', (method) =>
    expectUnreachable(t, subject, method, {
      foreign: async (other) => ({
        noteId: (await createNote(t.db, await ownNoteValues(t.db, other))).id,
      }),
      missing: { noteId: 2147483647 },
    }),
  );
});
