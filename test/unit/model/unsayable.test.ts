import { expect, it } from 'vitest';
import { withAccess } from '../../../src/model/access/apply.ts';
import { resourceModel } from '../../../src/model/resource.ts';
import { withoutUnsayable } from '../../../src/model/unsayable.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';
import { having, planOf, unique, users } from './access/plan.ts';
import { modelIn, serviceOf } from './tables.ts';

// A picture refers to what it is of by its number, and by a kind that the database makes.

const number = { kind: 'integer', jsType: 'number', sqlType: 'integer' } as const;
const generated = { generatedAlways: true, default: 'sql' } as const;

function picturesModel(kind: Partial<Column>, notNull = true) {
  const reference = foreignKey(['assetNo', 'kind'], 'public.assets', {
    targetColumns: ['no', 'kind'],
  });
  const tables = [
    users(),
    table('assets', {
      columns: [column('id'), column('no', number), column('kind')],
      uniqueKeys: [unique('no', 'kind')],
    }),
    having('pictures', [], {
      columns: [
        column('assetNo', { ...number, notNull }),
        column('title'),
        column('kind', { ...generated, ...kind }),
      ],
      foreignKeys: [reference],
    }),
  ];
  const plan = planOf(tables, { access: ['assets=admin', 'pictures=admin'] });
  const service = withoutUnsayable(withAccess(serviceOf(tables), plan));
  const model = modelIn(service, 'pictures');
  const said = service.notices.filter(({ message }) => message.includes('which row it refers to'));
  return { model, said, referring: resourceModel(model, service).referring };
}

it('what is generated of no other column is looked at with what a body says', () => {
  const { model, said, referring } = picturesModel({ madeOf: [] });
  expect(model.routes).toBe('all');
  expect(said).toEqual([]);
  expect(referring.declaration).toContain(', undefined, { kind: pictures.kind })');
});

it('nothing is written where a part of what each row refers to is made of other columns', () => {
  const { model, said } = picturesModel({ madeOf: ['title'] });
  expect(model.routes).toBe('read-only');
  expect(said).toEqual([
    { subject: 'pictures', message: expect.stringMatching(/^Read-only: .* by assetNo and kind, /) },
  ]);
});

it('where a row can be without, it is made without', () => {
  const { model, said } = picturesModel({ madeOf: ['title'] }, false);
  expect(model.routes).toBe('all');
  expect(model.columns.find(({ key }) => key === 'assetNo')).toMatchObject({
    inCreate: false,
    inUpdate: false,
  });
  expect(said).toHaveLength(1);
});
