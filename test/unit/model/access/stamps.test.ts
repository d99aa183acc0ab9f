import { expect, it } from 'vitest';
import type { Stamps } from '../../../../src/model/access/access.ts';
import type { Table } from '../../../../src/schema/table.ts';
import { column, table } from '../../schema/helpers.ts';
import { accessIn, cascade, having, planOf, to, users } from './plan.ts';

const teams = table('teams', { primaryKey: ['id'] });
const members = having('team_members', [
  to('teams', 'teamId', cascade),
  to('users', 'userId', cascade),
]);
const deletedAt = column('deletedAt', { kind: 'timestamp', sqlType: 'timestamp', notNull: false });
const soft = { columns: [column('id'), deletedAt], primaryKey: ['id'] };

const NONE: Stamps = { create: [], update: [], delete: [] };

/** Who makes documents of a team, by columns that refer to users. */
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
  expect(part?.stamps).toEqual(own?.stamps);
  expect(own?.locked).toEqual(['teamId', ...(own?.stamps.create ?? [])]);
  expect(own?.stamps).toEqual({ ...NONE, create: own?.stamps.create });
  // Of rows that are somebody's own, it is their owner who comes from the token.
  expect(note?.stamps).toEqual(NONE);
  return own?.stamps.create ?? [];
}

it('who made a row of a tenant is who is signed in', () => {
  expect(makers('authorId')).toEqual(['authorId']);
  expect(makers('creatorId', 'assigneeId')).toEqual(['creatorId']);
  expect(makers('createdByUserId?')).toEqual(['createdByUserId']);
  expect(makers('invitedById', 'uploadedBy')).toEqual(['invitedById', 'uploadedBy']);
});

it('who a row is about, or who is told of, is the sender’s to say', () => {
  expect(makers('assigneeId', 'reviewerId', 'reporterId', 'requestedBy', 'userId')).toEqual([]);
  expect(makers('approvedBy?', 'archivedBy?', 'changedById?', 'editorId?')).toEqual([]);
});

function stampsOfLast(...tables: Table[]): Stamps {
  const plan = planOf([users(), ...tables]);
  const { stamps, locked } = accessIn(plan, tables.at(-1)?.name ?? '');
  expect(locked).toEqual(expect.arrayContaining(Object.values(stamps).flat()));
  return stamps;
}

it('who changed a row last is who is signed in, also in a new one, whose ever it is', () => {
  for (const name of [
    'updatedBy?',
    'updatedById',
    'modifiedByUserId?',
    'lastEditedBy?',
    'modifierId',
  ]) {
    const key = name.replace('?', '');
    const changed = { create: [key], update: [key], delete: [] };
    const by = to('users', name);
    expect(stampsOfLast(having('notes', [to('users', 'ownerId'), by]))).toEqual(changed);
    expect(stampsOfLast(having('countries', [by]))).toEqual(changed);
    expect(stampsOfLast(teams, members, having('files', [to('teams', 'teamId'), by]))).toEqual(
      changed,
    );
  }
});

it('who deleted a row is who is signed in, where it is only marked', () => {
  const references = [to('users', 'ownerId'), to('users', 'deletedBy?'), to('users', 'updatedBy?')];
  expect(stampsOfLast(having('notes', references, soft))).toEqual({
    create: ['updatedBy'],
    update: ['updatedBy'],
    delete: ['updatedBy', 'deletedBy'],
  });
  // What is really deleted says nothing any more.
  const changed = { create: ['updatedBy'], update: ['updatedBy'], delete: [] };
  expect(stampsOfLast(having('notes', references))).toEqual(changed);
  const always = [to('users', 'ownerId'), to('users', 'deletedBy')];
  expect(stampsOfLast(having('notes', always, soft))).toEqual(NONE);
});

it('a column that a key or a reference of several columns holds is no such one', () => {
  const documents = having('documents', [to('teams', 'teamId', cascade), to('users', 'authorId')], {
    primaryKey: ['teamId', 'authorId'],
  });
  expect(stampsOfLast(teams, members, documents)).toEqual(NONE);
});

it('an owner is one, whatever the column is called', () => {
  const plan = planOf([users(), having('notes', [to('users', 'updatedBy')])], {
    access: ['notes=owner:updatedBy'],
  });
  expect(accessIn(plan, 'notes').stamps).toEqual(NONE);
});
