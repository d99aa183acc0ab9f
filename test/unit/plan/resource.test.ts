import { expect, it } from 'vitest';
import { planResource } from '../../../src/plan/resource.ts';
import type { Scope } from '../../../src/model/scope.ts';
import type { Choice } from '../../../src/model/service.ts';
import { join, modelIn, serviceOf } from '../model/tables.ts';
import { table } from '../schema/helpers.ts';

/** The templates that the module of posts, which are linked with tags, is made from. */
function templatesOf(scope: Scope, choice: Choice = {}): string[] {
  const tables = [table('posts'), table('tags'), join('postTags', ['posts', 'tags'])];
  const service = serviceOf(tables, choice);
  const used: string[] = [];
  planResource({ ...modelIn(service, 'posts'), scope }, service, new Map(), (template) => {
    used.push(template);
    return '';
  });
  return used.filter((template) => /queries|routes/.test(template));
}

it('a module is made from the templates of its routes', () => {
  expect(templatesOf('none')).toEqual(['queries', 'routes', 'link.queries', 'link.routes']);
  expect(templatesOf('none', { readOnly: ['posts'] })).toEqual(
    ['queries', 'routes', 'link.queries', 'link.routes'].map((part) => `${part}.read-only`),
  );
});

it('its queries are made from those of its scope as well', () => {
  expect(templatesOf('owner')).toEqual([
    'queries.owner',
    'routes',
    'link.queries.owner',
    'link.routes',
  ]);
  expect(templatesOf('tenant', { appendOnly: ['posts'] })).toEqual([
    'queries.tenant.append-only',
    'routes.append-only',
    'link.queries.tenant.append-only',
    'link.routes.append-only',
  ]);
});
