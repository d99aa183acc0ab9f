import { expect, it } from 'vitest';
import { withAccess } from '../../../src/model/access/apply.ts';
import { resourceModel } from '../../../src/model/resource.ts';
import { accessTestModel } from '../../../src/samples/access/test.ts';
import { factoryModel } from '../../../src/samples/factory.ts';
import { moduleTestModel } from '../../../src/samples/tests/module.ts';
import { having, planOf, to, unique, users } from '../model/access/plan.ts';
import { modelIn, serviceOf } from '../model/tables.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';

// Keys of several columns that have one in common: nothing in a club leads to another club.

const uuid = { kind: 'uuid', sqlType: 'uuid' } as const;
const within = (key: string, target: string) => ({
  ...foreignKey([key, 'clubId'], `public.${target}`),
  targetColumns: ['id', 'clubId'],
});
const slots = having('slots', [to('clubs', 'clubId')], {
  columns: [column('lessonId', uuid), column('arenaId', { ...uuid, notNull: false })],
  foreignKeys: [within('lessonId', 'lessons'), within('arenaId', 'arenas')],
  uniqueKeys: [unique('lessonId')],
});
const notices = having('notices', [to('clubs', 'clubId?')], {
  columns: [column('lessonId', uuid)],
  foreignKeys: [within('lessonId', 'lessons')],
});
const lines = having('lines', [], {
  columns: [column('orgId', uuid), column('entryId', uuid)],
  primaryKey: ['orgId', 'id'],
  foreignKeys: [
    { ...foreignKey(['orgId', 'entryId'], 'public.entries'), targetColumns: ['orgId', 'id'] },
  ],
});
const tables = [
  users(),
  table('clubs'),
  having('lessons', [to('clubs', 'clubId')]),
  having('arenas', [to('clubs', 'clubId')]),
  slots,
  notices,
  having('entries', [], { columns: [column('orgId', uuid)], primaryKey: ['orgId', 'id'] }),
  lines,
];

function slotsModel(name = 'slots') {
  const plan = planOf(tables, { access: ['clubs=admin'] });
  const service = withAccess(serviceOf(tables), plan);
  return { service, model: modelIn(service, name) };
}

it('a part that is left out is NULL, so that its key refers to nothing', () => {
  const { service, model } = slotsModel();
  const { referring } = resourceModel(model, service);
  expect(referring.createCheck).toContain('{ given: () => ({ arenaId: null }) }');
  expect(referring.updateCheck).not.toContain('given');
});

it('a parent is made where the row is said to be', () => {
  const { service, model } = slotsModel();
  const steps = factoryModel(model, service, new Map()).steps.join('\n');
  expect(steps).toContain('overrides.lessonId === undefined');
  expect(steps).toContain('overrides.clubId !== undefined && { clubId: overrides.clubId }');
});

it('a parent is also there where only what keys share may be empty: it is looked for once somebody fills that', () => {
  const { service, model } = slotsModel('notices');
  const steps = factoryModel(model, service, new Map()).steps.join('\n');
  expect(steps).toContain('await createLesson(db');
  expect(steps).toContain('overrides.clubId !== null && { clubId: overrides.clubId }');
});

it('a parent is made where the row is that is given a part of its own key alone', () => {
  const { service, model } = slotsModel('lines');
  const steps = factoryModel(model, service, new Map()).steps.join('\n');
  expect(steps).toContain('overrides.entryId === undefined');
  expect(steps).toContain('overrides.orgId !== undefined && { orgId: overrides.orgId }');
});

it('a second row with the same part of a key has the rest of it, too', () => {
  const { service, model } = slotsModel();
  const { uniques } = moduleTestModel(model, service, new Map());
  expect(uniques.map(({ keys, fields }) => `${keys.join()}: ${fields}`)).toEqual([
    'lessonId: lessonId: existing.lessonId, clubId: existing.clubId',
    'id: id: existing.id',
  ]);
});

it('a test posts as who made the row where that has to be a member of its tenant', () => {
  const of = (name: string, ...targetColumns: string[]) => ({
    ...foreignKey(['teamId', 'createdBy'], `public.${name}`),
    targetColumns,
  });
  const all = [
    users(),
    table('teams'),
    having('team_members', [to('teams', 'teamId'), to('users', 'userId')], {
      primaryKey: ['teamId', 'userId'],
    }),
    having('posts', [to('teams', 'teamId')], {
      columns: [column('createdBy', uuid)],
      foreignKeys: [of('team_members', 'teamId', 'userId')],
    }),
    having('notes', [to('teams', 'teamId'), to('users', 'createdBy')]),
  ];
  const service = withAccess(serviceOf(all), planOf(all));
  const source = (name: string) => ({ table: modelIn(service, name), service, checks: new Map() });
  const sender = (name: string) =>
    moduleTestModel(modelIn(service, name), service, new Map()).senderMember;
  expect(sender('posts')).toBe('.createdBy');
  expect(sender('notes')).toBe('');
  const admin = (name: string) => accessTestModel(source(name)).lines.at(-1);
  expect(admin('posts')).toMatch(/^admin +row +200 +409/);
  expect(admin('notes')).toMatch(/^admin +row +200 +201/);
});

it('a test posts as the owner of the row where that refers to others of its owner', () => {
  const invoice = {
    ...foreignKey(['userId', 'invoiceId'], 'public.invoices'),
    targetColumns: ['userId', 'id'],
  };
  const owned = [
    users(),
    having('invoices', [to('users', 'userId')]),
    having('notes', [to('users', 'userId')]),
    having('lines', [to('users', 'userId')], {
      columns: [column('invoiceId', uuid)],
      foreignKeys: [invoice],
    }),
  ];
  const service = withAccess(serviceOf(owned), planOf(owned));
  const tests = (name: string) => moduleTestModel(modelIn(service, name), service, new Map());
  const helpers = (name: string) => tests(name).helpers.map(({ partial }) => partial);
  expect(helpers('lines')).toContain('tests/body-owner');
  expect(tests('lines').senderMember).toBe('.userId');
  expect(helpers('notes')).toContain('tests/body');
});
