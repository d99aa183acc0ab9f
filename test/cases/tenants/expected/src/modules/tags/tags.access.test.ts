import { afterAll, beforeAll, describe, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { createTestApp, type TestApp } from '../../../test/app';
import { createTag, tagValues } from '../../../test/factories/tags';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { tagCreate, tagListing, tagResponse, tagUpdate } from './tags.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into tags.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/tags',
  key: ['id'],
  make: async () => createTag(t.db),
  body: async () => jsonBody(await tagValues(t.db), tagCreate),
  change: listed(['name'], tagUpdate, tagResponse),
  filters: listed(['id', 'name'], tagListing.filter, tagResponse),
} satisfies Subject;

describe('who may do what with tags', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    user       row   200   403     403     403
    admin      row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});
