import { describe, expect, it } from 'vitest';
import { includeDefinition } from '../../../src/model/include-definition.ts';
import { linksOf, relationsOf } from '../../../src/model/relations.ts';
import type { ForeignKey, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';
import { child, includesOf, join, modelIn, referenceTo, serviceOf } from './tables.ts';

const users = table('users');
const named = (key: string, target: string, more: Partial<ForeignKey> = {}) => {
  const reference = referenceTo(target, key);
  return { ...reference, foreignKey: { ...reference.foreignKey, ...more } };
};

/** A table of posts with these references. */
const postsWith = (...references: ReturnType<typeof named>[]) =>
  table('posts', {
    columns: references.map((one) => one.column),
    foreignKeys: references.map((one) => one.foreignKey),
  });

describe('what can be included', () => {
  it('is the row that is referred to, and the rows that refer', () => {
    const posts = child('posts', ['users']);
    expect(includesOf('posts', [users, posts])).toEqual(['user: one users']);
    expect(includesOf('users', [users, posts])).toEqual(['posts: many posts']);
  });

  it('is called as relations() call it', () => {
    const posts = postsWith(
      named('userId', 'users', { relationKey: 'author', reverseRelationKey: 'written' }),
    );
    expect(includesOf('posts', [users, posts])).toEqual(['author: one users']);
    expect(includesOf('users', [users, posts])).toEqual(['written: many posts']);
  });

  it('is not called like what a row has itself', () => {
    for (const key of ['toString', 'constructor', '__proto__', '_version', '_more']) {
      const posts = postsWith(named('userId', 'users', { relationKey: key }));
      expect(includesOf('posts', [users, posts])).toEqual(['user: one users']);
    }
  });

  it('says by which key, when several lead to one table', () => {
    const posts = postsWith(named('authorId', 'users'), named('editorId', 'users'));
    expect(includesOf('posts', [users, posts])).toEqual(['author: one users', 'editor: one users']);
    expect(includesOf('users', [users, posts])).toEqual([
      'postsByAuthor: many posts',
      'postsByEditor: many posts',
    ]);
  });

  it('is named with the list that has all rows, and with an order that means something', () => {
    const definitionIn = (name: string, tables: Table[]) => {
      const service = serviceOf(tables);
      const resource = modelIn(service, name);
      return relationsOf(resource, service).map(
        (one) => includeDefinition(one, resource).definition,
      );
    };
    const byUser = { unique: false, partial: false, method: 'btree' };
    const indexes = [{ name: 'i', columns: ['userId'], ...byUser }];
    const posts = child('posts', ['users'], { indexes });
    const [byAge = ''] = definitionIn('users', [users, posts]);
    expect(byAge).toContain('order: [desc(posts.createdAt), desc(posts.id)]');
    expect(byAge).toContain("list: filteredList('/v1/posts', postListing, ['userId'])");
    // Without an index the list is not filtered by it.
    expect(definitionIn('users', [users, child('posts', ['users'])])[0]).not.toContain('list:');
    // Keys may be random, so that they come last.
    const timeless = { ...posts, columns: posts.columns.filter((c) => c.kind !== 'timestamp') };
    const [byKey = ''] = definitionIn('users', [users, timeless]);
    expect(byKey).toContain('order: [posts.id]');
    const groups = table('groups');
    const [linked = ''] = definitionIn('users', [
      users,
      groups,
      join('members', ['users', 'groups']),
    ]);
    expect(linked).toContain("list: '/v1/users/{}/groups'");
    const [one = ''] = definitionIn('posts', [users, posts]);
    expect(one).not.toMatch(/order|list/);
  });

  it('leaves a column alone that is called as the field which says that there is more', () => {
    const posts = child('posts', ['users']);
    const taken = table('users', { columns: [column('_more')] });
    expect(includesOf('users', [taken, posts])).toEqual([]);
    expect(includesOf('posts', [taken, posts])).toEqual(['user: one users']);
  });

  it('never takes the name of a column', () => {
    const posts = postsWith(named('owner', 'users', { relationKey: 'owner' }));
    expect(includesOf('posts', [users, posts])).toEqual(['ownerUser: one users']);
  });

  it('is one row where the reference is unique', () => {
    const uniqueKeys = [{ name: 'u', columns: ['userId'], nullsNotDistinct: false }];
    const profiles = child('profiles', ['users'], { uniqueKeys });
    expect(includesOf('users', [users, profiles])).toEqual(['profile: one profiles']);
  });

  it('leads from a row to others of its own table, both ways', () => {
    const parent = named('parentId', 'nodes');
    const nodes = table('nodes', { columns: [parent.column], foreignKeys: [parent.foreignKey] });
    expect(includesOf('nodes', [nodes])).toEqual([
      'parent: one nodes',
      'nodesByParent: many nodes',
    ]);
  });

  it('leaves out a key that refers to itself', () => {
    const self = table('nodes', { foreignKeys: [foreignKey(['id'], 'public.nodes')] });
    expect(includesOf('nodes', [self])).toEqual([]);
  });

  it('leads through a join table, not to it', () => {
    const tables = [table('posts'), table('tags'), join('postTags', ['posts', 'tags'])];
    expect(includesOf('posts', tables)).toEqual(['tags: many tags through postTags']);
    expect(includesOf('tags', tables)).toEqual(['posts: many posts through postTags']);
  });

  it('leads to the join table when that is a resource', () => {
    const tables = [table('posts'), table('tags'), join('postTags', ['posts', 'tags'])];
    expect(includesOf('posts', tables, { resources: ['postTags'] })).toEqual([
      'postTags: many postTags',
    ]);
  });

  it('has nothing of tables that are not served, nor by columns that are never sent', () => {
    const posts = child('posts', ['users']);
    expect(includesOf('posts', [users, posts], { skipTables: ['users'] })).toEqual([]);
    const token = column('token', { notNull: false });
    const sessions = table('sessions', {
      columns: [token],
      foreignKeys: [foreignKey(['token'], 'public.users')],
    });
    expect(includesOf('sessions', [users, sessions])).toEqual([]);
  });
});

it('links know both of their sides', () => {
  const service = serviceOf([table('posts'), table('tags'), join('postTags', ['posts', 'tags'])]);
  const [link, ...others] = linksOf(modelIn(service, 'posts'), service);
  expect(others).toEqual([]);
  expect(link?.own.columns).toEqual(['postId']);
  expect(link?.other.columns).toEqual(['tagId']);
  expect(link?.target.table.name).toBe('tags');
});
