import { expect, it } from 'vitest';
import { table } from '../../schema/helpers.ts';
import { accessIn, cascade, having, planOf, to, users } from './plan.ts';

const teams = table('teams', { primaryKey: ['id'] });
const members = having('team_members', [
  to('teams', 'teamId', cascade),
  to('users', 'userId', cascade),
]);

function makers(...columns: string[]): string[] {
  const references = columns.map((name) => to('users', name));
  const tables = [
    users(),
    teams,
    members,
    having('documents', [to('teams', 'teamId', cascade), ...references]),
    having('comments', [to('documents', 'documentId', cascade), ...references]),
    having('notes', references),
  ];
  const plan = planOf(tables);
  const [own, part, note] = ['documents', 'comments', 'notes'].map((name) => accessIn(plan, name));
  expect(part?.makers).toEqual(own?.makers);
  expect(own?.locked).toEqual(['teamId', ...(own?.makers ?? [])]);
  // Of rows that are somebody's own, it is their owner who comes from the token.
  expect(note?.makers).toEqual([]);
  return own?.makers ?? [];
}

it('who made a row of a tenant is who is signed in', () => {
  expect(makers('authorId')).toEqual(['authorId']);
  expect(makers('creatorId', 'assigneeId')).toEqual(['creatorId']);
  expect(makers('createdBy', 'updatedBy?')).toEqual(['createdBy']);
  expect(makers('createdByUserId?')).toEqual(['createdByUserId']);
  expect(makers('invitedById', 'uploadedBy')).toEqual(['invitedById', 'uploadedBy']);
});

it('who a row is about, or who is told of, is the sender’s to say', () => {
  expect(makers('assigneeId', 'reviewerId', 'reporterId', 'requestedBy', 'userId')).toEqual([]);
});

it('a column that a key or a reference of several columns holds is no such one', () => {
  const documents = having('documents', [to('teams', 'teamId', cascade), to('users', 'authorId')], {
    primaryKey: ['teamId', 'authorId'],
  });
  const plan = planOf([users(), teams, members, documents]);
  expect(accessIn(plan, 'documents').makers).toEqual([]);
});
