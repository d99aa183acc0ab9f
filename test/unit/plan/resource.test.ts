import { expect, it } from 'vitest';
import { planResource } from '../../../src/plan/resource.ts';
import type { Choice } from '../../../src/model/service.ts';
import { join, modelIn, serviceOf } from '../model/tables.ts';
import { column, table } from '../schema/helpers.ts';

/** The templates that the module of posts, which are linked with tags, is made from. */
function templatesOf(choice: Choice = {}, isFixed = false): string[] {
  const columns = isFixed ? [] : [column('title')];
  const tables = [table('posts', { columns }), table('tags'), join('postTags', ['posts', 'tags'])];
  const service = serviceOf(tables, choice);
  const used: string[] = [];
  planResource(modelIn(service, 'posts'), service, new Map(), (template) => {
    used.push(template);
    return '';
  });
  return used.filter((template) => /queries|routes/.test(template));
}

it('a module is made from the templates of its routes', () => {
  expect(templatesOf()).toEqual(['queries', 'routes', 'link.queries', 'link.routes']);
  expect(templatesOf({ readOnly: ['posts'] })).toEqual(
    ['queries', 'routes', 'link.queries', 'link.routes'].map((part) => `${part}.read-only`),
  );
  // What may be linked with a row is no part of it.
  expect(templatesOf({}, true)).toEqual([
    'queries.no-update',
    'routes.no-update',
    'link.queries',
    'link.routes',
  ]);
});
