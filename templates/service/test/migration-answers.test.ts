import { integer, pgEnum, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';
import { describe, expect, test } from 'vitest';
import { drop, rename } from '../scripts/migrations/answers';
import { namesOfDifference, schemaDifference } from '../scripts/migrations/difference';
import { questionText } from '../scripts/migrations/question';
import { columnsOf, nothing, snapshotOf } from './snapshots';

const mood = { name: 'mood', schema: 'public' };

describe('a schema that is ahead of its migrations', () => {
  const people = pgTable('people', { id: integer('id').notNull(), name: text('name') });
  const inside = pgSchema('inside').table('things', { id: integer('id').notNull() });
  const id = { name: 'id', type: 'integer', notNull: true };
  const known = { name: 'people', columns: { id, ...columnsOf({ name: 'text' }) } };

  test('differs in nothing when they make its tables', () => {
    const things = { name: 'things', schema: 'inside', columns: { id } };
    const difference = schemaDifference({ people, inside, other: 5 }, snapshotOf(known, things));
    expect(namesOfDifference(difference)).toEqual([]);
  });

  test('is told by what is new, gone or of another kind', () => {
    const columns = { id: { ...id, notNull: false }, ...columnsOf({ label: 'text' }) };
    const difference = schemaDifference({ people, inside }, snapshotOf({ ...known, columns }));
    expect(namesOfDifference(difference)).toEqual([
      'inside.things',
      'people.name',
      'people.label',
      'people.id',
    ]);
    expect(namesOfDifference(schemaDifference({ people }, undefined))).toEqual(['people']);
  });

  test('is a question where something may have been renamed, with the answers that it takes', () => {
    const columns = { id, ...columnsOf({ label: 'text' }) };
    const difference = schemaDifference({ people, inside }, snapshotOf({ ...known, columns }));
    const asked = questionText(difference);
    expect(asked).toContain('gone: people.label; new: people.name');
    expect(asked).toContain('--rename people.label=name');
    expect(asked).toContain('--drop people.label');
    expect(asked).not.toContain('inside');
    expect(asked).not.toContain('put back');
  });

  test('is a question where an enum may have been renamed, and otherwise it is said what to do', () => {
    const feeling = pgEnum('feeling', ['fine']);
    const snapshot = { ...snapshotOf(known), enums: { 'public.mood': mood } };
    const difference = schemaDifference({ people, feeling }, snapshot);
    expect(namesOfDifference(difference)).toEqual(['feeling', 'mood']);
    const asked = questionText(difference);
    expect(asked).toContain('gone: mood; new: feeling');
    expect(asked).toContain('--rename mood=feeling');
    expect(asked).not.toContain('--drop');
    const other = questionText(schemaDifference({ people }, snapshotOf(known)));
    expect(other).toContain('about a schema, a sequence');
    for (const said of [asked, other]) expect(said).toContain('put back');
  });
});

describe('an answer', () => {
  const key = { schemaTo: 'public', tableTo: 'people', columnsTo: ['label'] };
  const pets = {
    name: 'pets',
    columns: columnsOf({ owner: 'text' }),
    foreignKeys: { fk: { ...key, tableFrom: 'pets', columnsFrom: ['owner'] } },
  };
  /** Its table is called as the other one. */
  const elsewhere = {
    ...pets,
    name: 'visits',
    foreignKeys: { fk: { ...pets.foreignKeys.fk, tableFrom: 'visits', schemaTo: 'elsewhere' } },
  };
  const people = {
    name: 'people',
    columns: columnsOf({ id: 'integer', label: 'text', rest: 'text' }),
    indexes: {
      label: { columns: [{ expression: 'label' }] },
      lower: { columns: [{ expression: 'lower("label")' }] },
      some: { columns: [{ expression: 'id' }], where: '"people"."label" is not null' },
      rest: { columns: [{ expression: 'lower("rest")' }] },
    },
    compositePrimaryKeys: {
      people_pk: { columns: ['id', 'label'] },
      other: { columns: ['id', 'rest'] },
    },
    uniqueConstraints: { label_unique: { columns: ['label'] } },
    checkConstraints: { long: { value: 'length("people"."label") > 3' } },
    foreignKeys: { own: { ...key, tableFrom: 'people', columnsFrom: ['label'] } },
  };
  const before = snapshotOf(people, pets, elsewhere);

  test('that a column was renamed holds wherever the column stands', () => {
    const { sql: statement, snapshot } = rename(before, 'people.label=name');
    expect(statement).toBe('ALTER TABLE "people" RENAME COLUMN "label" TO "name";\n');
    const { 'public.people': after, ...others } = snapshot.tables;
    expect(Object.keys(after?.columns ?? {})).toEqual(['id', 'name', 'rest']);
    expect(after?.columns['name']?.name).toBe('name');
    expect(after?.indexes['label']?.columns).toEqual([{ expression: 'name' }]);
    expect(after?.uniqueConstraints['label_unique']?.columns).toEqual(['name']);
    expect(after?.compositePrimaryKeys['people_pk']?.columns).toEqual(['id', 'name']);
    expect(after?.checkConstraints['long']?.value).toBe('length("people"."name") > 3');
    expect(after?.foreignKeys['own']).toMatchObject({ columnsFrom: ['name'], columnsTo: ['name'] });
    expect(others['public.pets']?.foreignKeys['fk']?.columnsTo).toEqual(['name']);
    expect(others['public.visits']?.foreignKeys['fk']?.columnsTo).toEqual(['label']);
    expect(before.tables['public.people']?.columns['label']).toBeDefined();
  });

  test('that a column is dropped takes with it what Postgres does', () => {
    const { sql: statement, snapshot } = drop(before, 'people.label');
    expect(statement).toBe('ALTER TABLE "people" DROP COLUMN "label";\n');
    expect(snapshot.tables['public.people']).toEqual({
      ...nothing,
      name: 'people',
      columns: columnsOf({ id: 'integer', rest: 'text' }),
      indexes: { rest: people.indexes.rest },
      compositePrimaryKeys: { other: people.compositePrimaryKeys.other },
    });
  });

  test('about a table changes what refers to it', () => {
    const renamed = rename(before, 'people=persons');
    expect(renamed.sql).toBe('ALTER TABLE "people" RENAME TO "persons";\n');
    const { 'public.persons': after, ...others } = renamed.snapshot.tables;
    expect(Object.keys(renamed.snapshot.tables)[0]).toBe('public.persons');
    expect(after?.foreignKeys['own']).toMatchObject({ tableFrom: 'persons', tableTo: 'persons' });
    expect(after?.checkConstraints['long']?.value).toBe('length("persons"."label") > 3');
    expect(others['public.pets']?.foreignKeys['fk']?.tableTo).toBe('persons');
    expect(others['public.visits']?.foreignKeys['fk']?.tableTo).toBe('people');
    const dropped = drop(before, 'people');
    expect(dropped.sql).toBe('DROP TABLE "people" CASCADE;\n');
    expect(dropped.snapshot.tables).toEqual({
      'public.pets': { ...nothing, ...pets, foreignKeys: {} },
      'public.visits': { ...nothing, ...elsewhere },
    });
  });

  test('about a table of a schema of its own says the schema', () => {
    const inside = snapshotOf({ ...pets, schema: 'inside' });
    expect(drop(inside, 'inside.pets').sql).toBe('DROP TABLE "inside"."pets" CASCADE;\n');
  });

  test('that an enum was renamed holds in the columns that have it', () => {
    const columns = {
      now: { name: 'now', type: 'mood', typeSchema: 'public', notNull: true },
      past: { name: 'past', type: 'mood[]', typeSchema: 'public', notNull: true },
      other: { name: 'other', type: 'mood', typeSchema: 'inside', notNull: true },
    };
    const snapshot = { ...snapshotOf({ name: 'days', columns }), enums: { 'public.mood': mood } };
    const renamed = rename(snapshot, 'mood=feeling');
    expect(renamed.sql).toBe('ALTER TYPE "mood" RENAME TO "feeling";\n');
    expect(renamed.snapshot.enums).toEqual({ 'public.feeling': { ...mood, name: 'feeling' } });
    const after = renamed.snapshot.tables['public.days']?.columns ?? {};
    expect(Object.values(after).map(({ type }) => type)).toEqual(['feeling', 'feeling[]', 'mood']);
    expect(() => drop(snapshot, 'mood')).toThrow('put back into the schema what is gone');
    const table = { ...snapshotOf({ name: 'mood' }), enums: snapshot.enums };
    expect(rename(table, 'mood=feeling').sql).toContain('ALTER TABLE');
  });

  test('about what no migration made is refused', () => {
    expect(() => drop(before, 'people.name')).toThrow('no table, column or enum people.name');
    expect(() => rename(before, 'people.label')).toThrow('--rename people.label: say');
    expect(() => rename(before, 'people.label=people.name')).toThrow('<table>.<column>=<new name>');
  });
});
