import { expect, test } from 'vitest';
import { withoutUsualOperators } from '../../../src/schema/migration-operators.ts';

test('classes that say nothing leave a plain index, and no other text', () => {
  const sql = [
    'CREATE TABLE "a" ("x" text DEFAULT \'" text_ops\');',
    'CREATE INDEX "i" ON "a" USING btree ("team_id" text_ops,"at" timestamptz_ops);',
    'CREATE UNIQUE INDEX "j" ON "a" USING btree ("x" text_pattern_ops);',
    'CREATE INDEX "k" ON "a" USING gin ("x" gin_trgm_ops,"tags" array_ops);',
  ];
  expect(withoutUsualOperators(sql.join('\n')).split('\n')).toEqual([
    sql[0],
    'CREATE INDEX "i" ON "a" USING btree ("team_id","at");',
    sql[2],
    sql[3],
  ]);
});
