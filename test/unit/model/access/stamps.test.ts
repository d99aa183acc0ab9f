import { expect, it } from 'vitest';
import type { Stamps } from '../../../../src/model/access/access.ts';
import type { Table } from '../../../../src/schema/table.ts';
import { column, foreignKey, table } from '../../schema/helpers.ts';
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
  // Of rows that are somebody's own, who made one may be their owner, who comes from the token as well.
  const owner = note?.rows.by === 'owner' ? note.rows.column : '';
  expect(note?.stamps.create).toEqual(own?.stamps.create.filter((key) => key !== owner));
  return own?.stamps.create ?? [];
}

it('who made a row is who is signed in also where they have to be a member, and who changed it is a body’s there', () => {
  const within = (key: string, target: string, targetColumns: string[]) => ({
    ...foreignKey(['teamId', key], `public.${target}`),
    targetColumns,
  });
  const uuid = { kind: 'uuid' } as const;
  const posts = having('posts', [to('teams', 'teamId', cascade)], {
    columns: [column('createdBy', uuid), column('updatedBy', uuid), column('authorId', uuid)],
    foreignKeys: [
      within('createdBy', 'team_members', ['teamId', 'userId']),
      within('updatedBy', 'team_members', ['teamId', 'userId']),
      // No user's id, but a membership's.
      within('authorId', 'team_members', ['teamId', 'id']),
    ],
  });
  const { stamps, locked } = accessIn(planOf([users(), teams, members, posts]), 'posts');
  expect(stamps).toEqual({ ...NONE, create: ['createdBy'] });
  expect(locked).toEqual(['teamId', 'createdBy']);
});

it('who made a row of a tenant is who is signed in', () => {
  expect(makers('authorId')).toEqual(['authorId']);
  expect(makers('creatorId', 'assigneeId')).toEqual(['creatorId']);
  expect(makers('createdByUserId?')).toEqual(['createdByUserId']);
  expect(makers('invitedById', 'uploadedBy')).toEqual(['invitedById', 'uploadedBy']);
});

it('who a row is about, or who is told of, is the sender’s to say', () => {
  expect(makers('assigneeId', 'reviewerId', 'reporterId', 'requestedBy', 'userId')).toEqual([]);
  expect(makers('approvedBy?', 'archivedBy?', 'publishedById?', 'saverId?')).toEqual([]);
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

it('who made a row is who is signed in, also beside its owner, but for what only admins make', () => {
  for (const name of [
    'createdBy',
    'createdById',
    'createdUserId',
    'userCreated',
    'authorId',
    'addedByUserId',
    'create_by',
    'enteredBy',
  ]) {
    const stamps = { create: [name], update: [], delete: [] };
    expect(
      stampsOfLast(having('notes', [to('users', 'ownerId'), to('users', name)])),
      name,
    ).toEqual(stamps);
    expect(
      stampsOfLast(having('notes', [to('users', 'ownerId'), to('users', `${name}?`)])),
      name,
    ).toEqual(stamps);
  }
  const plan = planOf([users(), having('notes', [to('users', 'createdBy')])], {
    access: ['notes=signed-in'],
  });
  expect(accessIn(plan, 'notes').stamps).toEqual(NONE);
});

it('who changed a row last may be called in many ways', () => {
  for (const name of [
    'editorId',
    'last_edited_by',
    'updaterId',
    'updated_by_id',
    'lastModifiedByUserId',
    'lastUpdatedUserId',
    'modifiedUserId',
    'userUpdated',
    'user_modified',
    'update_by',
    'lastEditorId',
    'lastChangedBy',
    'changedBy',
    'changedById',
    'revisedBy',
    'lastModifierId',
  ]) {
    const references = [to('users', 'ownerId'), to('users', `${name}?`)];
    const stamps = { create: [name], update: [name], delete: [] };
    expect(stampsOfLast(having('notes', references)), name).toEqual(stamps);
  }
  // Whom a body may name beside who changed it.
  const both = [to('users', 'ownerId'), to('users', 'editorId?'), to('users', 'updatedBy?')];
  expect(stampsOfLast(having('notes', both)).update).toEqual(['updatedBy']);
});

it('who changed what a row tells of made the row', () => {
  const references = [to('users', 'ownerId'), to('users', 'changedBy')];
  for (const name of ['note_history', 'price_changes', 'revisions', 'document_versions']) {
    expect(stampsOfLast(having(name, references)), name).toEqual({
      ...NONE,
      create: ['changedBy'],
    });
  }
});

it('people are called like their table', () => {
  const people = { ...users(), id: 'public.members', name: 'members', exportName: 'members' };
  const notes = having('notes', [
    to('members', 'ownerId'),
    to('members', 'createdByMemberId'),
    to('members', 'updatedMemberId'),
  ]);
  const plan = planOf([people, notes]);
  const changed = ['updatedMemberId'];
  expect(accessIn(plan, 'notes').stamps).toEqual({
    create: ['createdByMemberId', ...changed],
    update: changed,
    delete: [],
  });
});

it('a column without a foreign key says who, too, where it can hold an id', () => {
  const stampsWith = (...columns: ReturnType<typeof column>[]) =>
    stampsOfLast(having('notes', [to('users', 'ownerId')], { columns })).update;
  const id = { kind: 'uuid', sqlType: 'uuid', notNull: false } as const;
  expect(stampsWith(column('updatedBy', id))).toEqual(['updatedBy']);
  expect(stampsWith(column('updatedBy'))).toEqual([]);
  expect(stampsWith(column('updatedBy', { ...id, hasOwnType: true }))).toEqual([]);
  expect(stampsWith(column('updated', id))).toEqual([]);
});

it('who changed somebody’s own row of users is who is signed in', () => {
  const by = to('users', 'updatedBy?');
  const people = {
    ...users(by.column, column('lastEditedBy', { kind: 'uuid', sqlType: 'uuid', notNull: false })),
    foreignKeys: [by.foreignKey],
  };
  expect(accessIn(planOf([people]), 'users').stamps.update).toEqual(['updatedBy', 'lastEditedBy']);
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
