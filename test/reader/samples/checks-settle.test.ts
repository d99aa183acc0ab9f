import { beforeAll, describe, expect, it, test } from 'vitest';
import {
  type CheckReading,
  loadCheckReader,
  withRules,
} from '../../../src/samples/checks/reading.ts';
import { evaluate } from '../../../src/samples/checks/evaluate.ts';
import { settleChecks } from '../../../src/samples/checks/settle.ts';
import { UNKNOWN, type Value } from '../../../src/samples/checks/value.ts';
import { factoryModel } from '../../../src/samples/factory.ts';
import { moduleTestModel } from '../../../src/samples/tests/module.ts';
import { explain, obstacleOf, roomOf } from '../../../src/samples/obstacles.ts';
import { serviceModel, type ServiceModel } from '../../../src/model/service.ts';
import { planSeed } from '../../../src/plan/seed.ts';
import { loadSchema } from '../../../src/schema/load.ts';
import { FIXTURES } from '../../unit/schema/helpers.ts';
import { CHECK_EXPRESSIONS } from '../../support/check-expressions.ts';
import { tableOf } from '../../support/table.ts';
import { modelIn } from '../../unit/model/tables.ts';

let service: ServiceModel;
let readings: ReadonlyMap<string, CheckReading>;

beforeAll(async () => {
  const schema = await loadSchema({ sources: ['checks/*.ts'], cwd: FIXTURES });
  service = serviceModel(schema);
  const read = await loadCheckReader();
  const given = schema.tables.map((table) => [table.id, withRules(table, read(table))] as const);
  readings = settleChecks(service, new Map(given));
});

const factory = (name: string) => {
  const { steps, values } = factoryModel(modelIn(service, name), service, readings);
  return [...steps, ...values.map(({ entry }) => entry)].join('\n');
};
const tests = (name: string) => moduleTestModel(modelIn(service, name), service, readings);

describe('the rows of a table with checks over several columns', () => {
  it('are known for every check but those that nobody could follow, or the table itself refuses', () => {
    const left = [...readings.values()].flatMap(({ notUnderstood }) => notUnderstood);
    expect(left.map(({ name }) => name).toSorted()).toEqual([
      'hidden_hash',
      'never_deleted',
      'opaque_code',
    ]);
  });

  it('refer to a row that is made where a check wants one of two', () => {
    for (const name of ['remarks', 'subjects']) {
      expect(factory(name)).toContain('(await createPlace(db)).id');
    }
    expect(factory('folders')).toContain('(await createPerson(db)).id');
    expect(factory('folders')).toContain('parentId: null');
  });

  it('hold a number as text where a check reads one', () => {
    expect(factory('rates')).toMatch(/^rate: '1',?$/m);
    expect(factory('rates')).toMatch(/^share: '0.5',?$/m);
  });

  it('are left without what a check can not be known of', () => {
    expect(factory('opaqueOptional')).toContain('code: null');
  });
});

describe('the tests of a table with such checks', () => {
  it('set beside a reference what the check then wants', () => {
    const fields = (name: string) => tests(name).references.map((one) => one.fields);
    expect(fields('remarks')).toEqual(['placeId: 2147483647', 'stayId: 2147483647, placeId: null']);
    expect(fields('ratings')).toContain("filmId: 2147483647, kind: 'film'");
    // The first is the smaller key of the two: there is none above the one that is missing.
    expect(fields('friendships')).toEqual(['bId: 2147483647']);
    expect(tests('stays').referenced?.override).toBe('stayId: row.id, placeId: null');
  });

  it('begin a change with all columns that a check compares', () => {
    const { original, changed } = tests('offers').change ?? {};
    expect(original).toMatch(/^price: .*, discount: /);
    expect(changed).not.toContain('discount');
    expect(tests('totals').change?.changed).toMatch(/^unitPrice: .*, total: /);
  });

  it('leave out what a check never lets in', () => {
    const sections = (name: string) => tests(name).sections.map(({ partial }) => partial);
    expect(sections('opaque')).not.toContain('tests/create');
    expect(sections('hidden')).not.toContain('tests/create');
    expect(sections('never')).not.toContain('tests/delete');
    expect(sections('closed')).toContain('tests/delete');
  });
});

describe('a table with room for few rows', () => {
  it.each(['settings', 'flags', 'plainOne', 'locks', 'expressions'])('%s has one', (name) => {
    const table = modelIn(service, name);
    expect(roomOf(table, readings)).toBe(1);
    expect(tests(name).whyEmpty).toBe('The table has room for one row');
    const sections = tests(name).sections.map(({ partial }) => partial);
    expect(sections).toContain('tests/few');
    expect(sections).toContain('tests/few-second');
  });

  it('is none of a circle, nor is what needs one of its rows', () => {
    const reason = (name: string) => {
      const table = modelIn(service, name);
      return explain(obstacleOf(table, service, readings), roomOf(table, readings));
    };
    expect(reason('hens')).toContain('circle');
    expect(reason('levels')).toBe('The table has room for 3 rows, which is less than tests make');
    expect(reason('uses')).toContain('A row needs one of another table');
    expect(reason('opaque')).toContain('A check may refuse');
  });
});

it('the seed fills each table that is empty, and picks no row twice for a check that compares two', () => {
  const steps: { table: string; argument: string; count: number }[] = [];
  planSeed(
    service,
    readings,
    (_, data) => {
      steps.push(...(data as { steps: typeof steps }).steps);
      return '';
    },
    'kit',
  );
  const step = (name: string) => steps.find(({ table }) => table === name);
  expect(step('remarks')?.argument).toBe(', { placeId: pick(placeRows).id }');
  expect(step('transfers')?.argument).toBe('');
  expect(step('settings')?.count).toBe(1);
  expect(step('opaque')).toBeUndefined();
});

describe('what an expression comes to', () => {
  const row = new Map<string, Value>([
    ['a', 1],
    ['b', 2],
    ['nothing', null],
    ['word', 'Word'],
    ['yes', true],
    ['day', { is: 'day', at: Date.UTC(2026, 0, 5) }],
    ['moment', { is: 'moment', at: Date.UTC(2026, 0, 5, 12) }],
    ['clock', { is: 'clock', at: 8 * 3_600_000 }],
    ['list', ['x', 'y']],
    ['data', { is: 'json', value: [1] }],
  ]);
  let valueOf: (sql: string) => Value;

  beforeAll(async () => {
    await loadCheckReader();
    valueOf = (sql) => {
      const table = tableOf([], { checks: [{ name: 'c', sql }] });
      const { rules = [] } = withRules(table, { hints: {}, filled: [], notUnderstood: [] });
      const scope = { row: (name: string) => (row.has(name) ? (row.get(name) as Value) : UNKNOWN) };
      return evaluate(rules[0]?.expression, { ...scope, now: Date.UTC(2026, 0, 1) });
    };
  });

  test.each(CHECK_EXPRESSIONS)('%s: %s', (sql, expected) => {
    expect(valueOf(sql)).toBe(expected);
  });

  test.each(['md5(word) = word', "word < 'Z'", 'missing = 1', 'missing is null', 'a = 1 and f(b)'])(
    '%s: not known',
    (sql) => {
      expect(valueOf(sql)).toBe(UNKNOWN);
    },
  );
});
