import { describe, expect, it } from 'vitest';
import { linkModel } from '../../../src/model/link.ts';
import { linksOf } from '../../../src/model/relations.ts';
import { linkTestModel } from '../../../src/samples/tests/link.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, table } from '../schema/helpers.ts';
import { join, modelIn, serviceOf } from './tables.ts';

/** The routes from posts to tags. */
function fromPosts(
  posts = table('posts'),
  tags = table('tags'),
  postTags = join('postTags', ['posts', 'tags']),
) {
  const service = serviceOf([posts, tags, postTags]);
  const owner = modelIn(service, 'posts');
  const [link] = linksOf(owner, service);
  if (!link) throw new Error('no link');
  return { ...linkModel(owner, link), ...linkTestModel(owner, link, service) };
}

describe('the routes of a link', () => {
  it('name the rows of both sides', () => {
    expect(fromPosts()).toMatchObject({
      ownerParam: 'id',
      targetParam: 'tagId',
      linkName: 'post tags',
      linkOwnerProperty: 'postId',
      linkTargetProperty: 'tagId',
      includeName: 'tags',
      ownerWhere: "eq(posts.id, sql.placeholder('owner'))",
      drizzleImports: ['and', 'eq', 'inArray', 'sql'],
    });
  });

  it('take keys as the join table has them, where that has a type of its own', () => {
    const postTags = join('postTags', ['posts', 'tags']);
    const [post, tag, ...others] = postTags.columns;
    const typed = [{ ...post, hasOwnType: true } as Column, tag as Column, ...others];
    expect(fromPosts(table('posts'), table('tags'), { ...postTags, columns: typed })).toMatchObject(
      {
        linkOwnerValue: "owner as (typeof postTags.$inferInsert)['postId']",
        linkTargetValue: 'target',
        ownerKeyValue: 'owner.id as never',
        targetKeyValue: 'target.id',
      },
    );
  });

  it('leave out rows that are deleted, on either side', () => {
    const stamp = { kind: 'timestamp', jsType: 'Date', notNull: false } as const;
    const deletedAt = column('deletedAt', stamp);
    const isDeleted = column('isDeleted', { kind: 'boolean', default: 'sql' });
    const model = fromPosts(
      table('posts', { columns: [deletedAt] }),
      table('tags', { columns: [isDeleted] }),
    );
    expect(model.ownerWhere).toContain('isNull(posts.deletedAt)');
    expect(model.listWhere).toMatch(/not\(\w+\.isDeleted\)/);
    expect(model.drizzleImports).toEqual(['and', 'eq', 'inArray', 'isNull', 'not', 'sql']);
    expect(model.sections).toEqual(
      expect.arrayContaining([
        { partial: 'tests/link-deleted' },
        { partial: 'tests/link-owner-deleted' },
      ]),
    );
  });

  it.each<[Partial<Column>, string, string]>([
    [{ kind: 'uuid', sqlType: 'uuid' }, 'target.id', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
    [{ kind: 'integer', jsType: 'number', sqlType: 'integer' }, 'String(target.id)', '2147483647'],
    [{ kind: 'integer', jsType: 'number', sqlType: 'smallint' }, 'String(target.id)', '32767'],
    [{ kind: 'bigint', jsType: 'bigint' }, 'String(target.id)', '9007199254740991'],
    [{ kind: 'text' }, 'target.id', 'missing'],
  ])('are tested with a key of the type %j', (key, text, unknown) => {
    const tags = { ...table('tags'), columns: [column('id', key)] };
    expect(fromPosts(table('posts'), tags)).toMatchObject({
      targetKeyText: text,
      unknownTarget: unknown,
    });
  });
});
