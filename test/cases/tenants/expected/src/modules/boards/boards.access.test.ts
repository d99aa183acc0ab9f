import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { expectUnreachable } from '../../../test/access/references';
import { ownBoardValues } from '../../../test/access/rows/boards';
import { ownProjectValues } from '../../../test/access/rows/projects';
import { createTestApp, type TestApp } from '../../../test/app';
import { boardValues, createBoard } from '../../../test/factories/boards';
import { createProject } from '../../../test/factories/projects';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { boards } from '../../db/schema';
import { boardCreate, boardListing, boardResponse, boardUpdate } from './boards.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into boards.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/boards',
  key: ['id'],
  make: async (owner) => createBoard(t.db, await ownBoardValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await boardValues(t.db, await ownBoardValues(t.db, sender)), boardCreate),
  change: listed(['name'], boardUpdate, boardResponse),
  filters: listed(['id'], boardListing.filter, boardResponse),
  stamps: { table: boards, create: [], update: [], delete: ['deletedBy'] },
  owned: {
    field: 'teamId',
    count: (person) => t.db.$count(boards, eq(boards.teamId, person.tenantId)),
  },
} satisfies Subject;

describe('who may do what with boards', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
                      list  read  create  update  delete
    anonymous         401   401   401     401     401
    expired           401   401   401     401     401
    visitor           403   403   403     403     403
    stranger          none  404   201     404     404
    intruder          403   403   403     403     403
    member            row   200   201     200     403
    managerElsewhere  row   200   201     200     403
    manager           row   200   201     200     204
    admin             row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

describe('what a board refers to', () => {
  it.each(['POST', 'PATCH'] as const)('%s: projectId is no project of somebody else', (method) =>
    expectUnreachable(t, subject, method, {
      foreign: async (other) => ({
        projectId: (await createProject(t.db, await ownProjectValues(t.db, other))).id,
      }),
      missing: { projectId: 2147483647 },
    }),
  );
});
