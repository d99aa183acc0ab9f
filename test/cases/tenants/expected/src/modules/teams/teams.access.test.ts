import { afterAll, beforeAll, describe, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { createTestApp, type TestApp } from '../../../test/app';

// The kit keeps these up as long as nobody edits them: tests of your own go into teams.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/teams',
  key: ['id'],
  make: async () => ({ id: 2147483647 }),
} satisfies Subject;

describe('who may do what with teams', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    stranger   403   403   403     403     403
    owner      403   403   403     403     403
    admin      -     -     -       -       -
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});
