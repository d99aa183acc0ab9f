import { describe, expect, it } from 'vitest';
import { linkTestModel } from '../../../src/samples/tests/link.ts';
import { moduleTestModel } from '../../../src/samples/tests/module.ts';
import { linksOf } from '../../../src/model/relations.ts';
import { resourceModel } from '../../../src/model/resource.ts';
import { isLog, linkRoutes, servedRoutes } from '../../../src/model/routes.ts';
import { usersOf } from '../../../src/features/auth/users.ts';
import { actionsOf, joining } from '../../../src/model/access/actions.ts';
import { withAccess } from '../../../src/model/access/apply.ts';
import { accessPlan } from '../../../src/model/access/derive.ts';
import type { Choice } from '../../../src/model/service.ts';
import type { Table } from '../../../src/schema/table.ts';
import { column, table } from '../schema/helpers.ts';
import { child, join, modelIn, referenceTo, serviceOf } from './tables.ts';

const deletedAt = column('deletedAt', { kind: 'timestamp', jsType: 'Date', notNull: false });
const logs = child('logs', ['posts'], { columns: [deletedAt] });
const tables = [
  table('posts', { columns: [column('isDraft', { kind: 'boolean', jsType: 'boolean' })] }),
  table('tags', { columns: [deletedAt] }),
  logs,
  join('postTags', ['posts', 'tags']),
];

const sectionsOf = (name: string, choice: Choice) => {
  const service = serviceOf(tables, choice);
  const model = moduleTestModel(modelIn(service, name), service, new Map());
  return model.sections.map(({ partial }) => partial.replace('tests/', ''));
};

describe('the routes of a table', () => {
  it('are all, unless it is named', () => {
    const service = serviceOf(tables, { appendOnly: ['logs'], readOnly: ['tags'] });
    const routes = service.tables.map((one) => [one.table.name, one.routes]);
    expect(Object.fromEntries(routes)).toEqual({
      posts: 'all',
      tags: 'read-only',
      logs: 'append-only',
      postTags: 'all',
    });
  });

  it('are those of the table that has the very name, before one that only reads so', () => {
    const users = [table('users'), table('user')];
    const service = serviceOf(users.slice(0, 1), { readOnly: ['user'] });
    expect(modelIn(service, 'users').routes).toBe('read-only');
    const both = users.map((one) => ({ ...one, exportName: `${one.name}Table` }));
    const named = serviceOf(both, { readOnly: ['user'] });
    expect(['usersTable', 'userTable'].map((one) => modelIn(named, one).routes)).toEqual([
      'all',
      'read-only',
    ]);
    const skipping = serviceOf(both, { readOnly: ['user'], skipTables: ['public.user'] });
    expect(modelIn(skipping, 'usersTable').routes).toBe('all');
  });

  it('can not be chosen for a table that there is not', () => {
    expect(() => serviceOf(tables, { appendOnly: ['audit'] })).toThrow(/no table called audit/);
    expect(() => serviceOf(tables, { readOnly: ['audit'] })).toThrow(/no table called audit/);
  });

  it('can not be two at once', () => {
    const choice = { appendOnly: ['logs'], readOnly: ['public.logs'] };
    expect(() => serviceOf(tables, choice)).toThrow(
      expect.objectContaining({ code: 'ROUTES_CONTRADICT' }),
    );
  });

  it.each([
    [table('logs', { primaryKey: [] }), /no primary key/, /Give the table a primary key/],
    [table('logs', { kind: 'view', primaryKey: [] }), /it is a view/, /a view has a list/],
  ])('can not add a row that nothing identifies', (one, message, hint) => {
    const expected = expect.objectContaining({
      code: 'CANNOT_APPEND',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    expect(() => serviceOf([one], { appendOnly: ['logs'] })).toThrow(expected);
    expect(modelIn(serviceOf([one], { readOnly: ['logs'] }), 'logs').role).toBe('list-only');
  });

  it('leave no test of what is not there, and test that it is not there', () => {
    expect(sectionsOf('logs', {})).toEqual(expect.arrayContaining(['create', 'delete']));
    const appended = sectionsOf('logs', { appendOnly: ['logs'] });
    expect(appended).toEqual(expect.arrayContaining(['create', 'marked', 'append-only']));
    expect(appended).not.toEqual(expect.arrayContaining(['delete']));
    expect(appended).not.toContain('update');
    const read = sectionsOf('logs', { readOnly: ['logs'] });
    expect(read).toEqual(expect.arrayContaining(['list', 'read', 'marked', 'read-only']));
    expect(read).not.toContain('create');
  });

  it('decide what a module imports', () => {
    const importsOf = (choice: Choice) => {
      const service = serviceOf(tables, choice);
      const { drizzleImports, fieldImports } = resourceModel(modelIn(service, 'posts'), service);
      return [...drizzleImports, ...fieldImports];
    };
    expect(importsOf({})).toEqual(['eq', 'sql', 'notEmpty', 'sentTimestamp', 'uuid']);
    expect(importsOf({ appendOnly: ['posts'] })).toEqual(['eq', 'sql', 'sentTimestamp', 'uuid']);
    expect(importsOf({ readOnly: ['posts'] })).toEqual(['eq', 'sql', 'sentTimestamp', 'uuid']);
  });

  it('say what can be done to a column', () => {
    const secrets = [table('users', { columns: [column('passwordHash'), deletedAt] })];
    const told = (choice: Choice) => serviceOf(secrets, choice).notices.map((n) => n.message);
    expect(told({}).join()).toMatch(/it can be set.*DELETE sets it/);
    expect(told({ appendOnly: ['users'] }).join()).toMatch(/it can be set.*no route sets it/);
    expect(told({ readOnly: ['users'] }).join()).toMatch(/can not be set.*no route sets it/);
  });
});

describe('a table of which a client changes nothing', () => {
  const [user, post] = [referenceTo('users'), referenceTo('posts')];
  const likes = (more: Partial<Table> = {}): Table => ({
    ...table('likes'),
    columns: [user.column, post.column, ...(more.columns ?? [])],
    foreignKeys: [user.foreignKey, post.foreignKey],
    primaryKey: more.primaryKey ?? ['userId', 'postId'],
  });
  const servedIn = (one: Table, choice: Choice = {}) => {
    const all = [table('users'), table('posts'), one];
    const service = serviceOf(all, { resources: [one.name], ...choice });
    const model = modelIn(service, one.name);
    const { sections, keyMethods } = moduleTestModel(model, service, new Map());
    return {
      served: servedRoutes(model),
      actions: actionsOf(model),
      removal: resourceModel(model, service).removePartial,
      sections: sections.map(({ partial }) => partial.replace('tests/', '')),
      keyMethods,
    };
  };

  it.each([
    ['each column is part of its key', likes()],
    [
      'the database sets the rest',
      likes({ columns: [column('likedAt', { generatedAlways: true })] }),
    ],
    ['the rest is a counter', likes({ columns: [column('n', { sqlType: 'serial' })] })],
    [
      'the rest says when',
      likes({ columns: [column('createdAt', { kind: 'timestamp', jsType: 'Date' })] }),
    ],
    ['the rest is a mark', likes({ columns: [deletedAt] })],
    ['there is nothing but a counted key', table('tickets')],
  ])('has no PATCH: %s', (_why, one) => {
    const { served, actions, sections, keyMethods } = servedIn(one);
    expect(served).toBe('no-update');
    expect(actions).toEqual(['list', 'read', 'create', 'delete']);
    expect(sections).toEqual(expect.arrayContaining(['create', 'delete', 'no-update']));
    expect(keyMethods).toEqual(['GET', 'DELETE']);
  });

  it('has one where anything is left', () => {
    const noted = servedIn(likes({ columns: [column('note')] }));
    expect(noted.served).toBe('all');
    expect(noted.actions).toContain('update');
    expect(noted.keyMethods).toContain('PATCH');
    expect(noted.sections).not.toContain('no-update');
  });

  it('has fewer routes still where they are chosen', () => {
    expect(servedIn(likes(), { appendOnly: ['likes'] }).served).toBe('append-only');
    expect(servedIn(likes(), { readOnly: ['likes'] }).served).toBe('read-only');
  });

  it('marks what is deleted by a statement that no change shares', () => {
    expect(servedIn(likes({ columns: [deletedAt] })).removal).toBe('queries/remove-soft-alone');
    expect(servedIn(likes()).removal).toBe('queries/remove-hard');
  });

  it('has none either where the token says the rest', () => {
    const boards = child('boards', ['users']);
    const service = serviceOf([table('users', { columns: [column('email')] }), boards]);
    const people = usersOf(service, { usersTable: '', emailColumn: '', roleColumn: '' });
    const plan = accessPlan(service, people, { access: [], publicRead: [], tenantsTable: '' });
    const model = modelIn(withAccess(service, plan), 'boards');
    expect(modelIn(service, 'boards').columns.some(({ inUpdate }) => inUpdate)).toBe(true);
    expect(actionsOf(model)).toEqual(['list', 'read', 'create', 'delete']);
    // Whoever may make such a row may make parts of it, and not whoever may read it.
    expect(joining(model)).toBe('create');
  });
});

describe('the links of a join table', () => {
  const linked = (owner: string, choice: Choice) => {
    const service = serviceOf(tables, choice);
    const model = modelIn(service, owner);
    const [link] = linksOf(model, service);
    if (!link) throw new Error('no link');
    const { sections } = linkTestModel(model, link, service);
    const tests = sections.map(({ partial }) => partial.replace('tests/', ''));
    return { routes: linkRoutes(model, link.link), tests };
  };

  it('do under a table only what the table does', () => {
    const choice = { readOnly: ['tags'] };
    expect(linked('posts', choice).routes).toBe('all');
    expect(linked('tags', choice).routes).toBe('read-only');
    expect(linked('tags', { appendOnly: ['tags'] }).routes).toBe('append-only');
  });

  it('do no more than the join table itself', () => {
    const choice = { readOnly: ['postTags'], appendOnly: ['posts'] };
    expect(linked('posts', choice).routes).toBe('read-only');
    expect(linked('tags', choice).routes).toBe('read-only');
    expect(linked('tags', { appendOnly: ['postTags'], readOnly: ['tags'] }).routes).toBe(
      'read-only',
    );
  });

  it('are tested with rows that are deleted by a route where there is one, and else marked', () => {
    expect(linked('posts', {}).tests).toContain('link-deleted');
    expect(linked('posts', { readOnly: ['tags'] }).tests).toContain('link-marked');
    expect(linked('tags', {}).tests).toContain('link-owner-deleted');
    expect(linked('tags', { appendOnly: ['tags'] }).tests).toContain('link-owner-marked');
    expect(linked('tags', { readOnly: ['tags'] }).tests).toContain('link-owner-marked-read');
  });
});

describe('a table whose rows seem to be written once', () => {
  const once = (name: string, more: Partial<Table> = {}): Table => {
    const made = table(name, more);
    return { ...made, columns: made.columns.filter(({ key }) => key !== 'updatedAt') };
  };

  it.each(['audit_log', 'auditLogs', 'app_audit_events', 'logs', 'webhook_log'])('%s', (name) => {
    expect(isLog(once(name))).toBe(true);
    expect(isLog(table(name))).toBe(false);
    expect(isLog(once(name, { columns: [deletedAt] }))).toBe(false);
    expect(isLog(once(name, { columns: [column('seen', { onUpdate: true })] }))).toBe(false);
    expect(isLog(once(name, { kind: 'view' }))).toBe(false);
  });

  it.each(['blogs', 'events', 'catalog', 'login', 'audits_of_plans', 'log_settings'])(
    'is not %s',
    (name) => {
      expect(isLog(once(name))).toBe(false);
    },
  );
});
