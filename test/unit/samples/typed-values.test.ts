import { describe, expect, it } from 'vitest';
import { factoryModel } from '../../../src/samples/factory.ts';
import { modelIn, serviceOf } from '../model/tables.ts';
import { column, table } from '../schema/helpers.ts';

const notesWith = (...columns: Parameters<typeof column>[]) =>
  serviceOf([table('notes', { columns: columns.map((one) => column(...one)) })]);

describe('a list of texts of which a type of its own names a few', () => {
  it.each([
    [
      true,
      "([`Dances ${n}`, `Dances ${n + 1}`]) as unknown as (typeof notes.$inferInsert)['dances']",
    ],
    [false, '[`Dances ${n}`, `Dances ${n + 1}`]'],
  ])(
    'is asserted to be of it by way of unknown, as TypeScript sees that none of them is: %s',
    (hasOwnType, text) => {
      const service = notesWith(['dances', { arrayDimensions: 1, jsType: 'string', hasOwnType }]);
      const { values } = factoryModel(modelIn(service, 'notes'), service, new Map());
      expect(values.map(({ entry }) => entry)).toContain(`dances: ${text}`);
    },
  );
});

it('does not tell TypeScript of which type a pick of the named values is: the linter knows that it sees so', () => {
  const service = notesWith(['grade', { hasOwnType: true }]);
  const hints = { grade: { values: ['A', 'B'], checks: [] } };
  const readings = new Map([['public.notes', { hints, filled: [], notUnderstood: [] }]]);
  const { values } = factoryModel(modelIn(service, 'notes'), service, readings);
  expect(values.map(({ entry }) => entry)).toContain("grade: samplePick(n, 'A', 'B') as never");
});
