import { type CheckReadings } from '../factory.ts';
import { requiredForeignKeys } from '../factory-parents.ts';
import { dateText } from './keys.ts';
import { isRefused, overridesOf, referring, type TestSource } from './overrides.ts';
import { member, propertyName, quote } from '../../code.ts';
import { listOf } from '../../model/include-definition.ts';
import type { Relation } from '../../model/relations.ts';
import { column, deletedValues } from '../../model/conditions.ts';
import type { ColumnModel } from '../../model/columns.ts';
import { isDeletable } from '../../model/routes.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import { isCreatable } from '../obstacles.ts';
import { keyEntry } from '../../model/key-value.ts';

/** One name of `include` to test: what must exist for it, and what must be found. */
export interface IncludeTest {
  test: {
    title: string;
    name: string;
    /** Statements before the row is created, and values for it: '' or `, { customerId: gone.id }`. */
    before: string[];
    overrides: string;
    /** Statements after that. */
    steps: string[];
    expectations: string[];
  };
  /** Tables whose factories the test calls. */
  factories: TableModel[];
  /** It asks the list that has all rows. */
  asksList?: boolean;
}

/** The tests of one relation; none where its rows can't be made without knowing more than the schema says. */
export function includeTests(
  relation: Relation,
  resource: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): IncludeTest[] {
  const { foreignKey, through, target } = relation;
  if (through) return linkedTests(relation, resource);
  if (foreignKey.source !== 'constraint' || foreignKey.columns.length !== 1) return [];
  const [own = ''] = foreignKey.columns;
  const canDelete = !isRefused({ table: target, service, checks }, 'marked');
  const found = (tests: IncludeTest[]) => (canDelete ? tests : tests.slice(0, 1));
  if (foreignKey.columns === relation.from)
    return found(forwardTests(relation, { table: resource, service, checks }));
  if (target === resource || !isCreatable(target, service, checks)) return [];
  const source = { table: target, service, checks };
  const override = keyEntry('row', resource, { table: target, foreignKey });
  const first = referring(source, foreignKey, 'first');
  const overrides = overridesOf(source, override, first, 'made');
  // The rows that several columns refer to would have to be of this one too.
  const isShared = requiredForeignKeys(target, checks).some(
    ({ columns }) => columns.length > 1 && columns.includes(own),
  );
  return overrides && !isShared ? found(backwardTests(relation, resource, overrides)) : [];
}

/** The row that this one refers to: it is there, and not once it is marked as deleted. */
function forwardTests(relation: Relation, source: TestSource): IncludeTest[] {
  const { name, target, foreignKey } = relation;
  const [own = '', to = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  const resource = source.table;
  if (!column(resource, own).notNull) return [];
  const place = `expect(sent[${quote(name)}])`;
  const value = jsonValue('row', column(resource, own));
  const isNamed = target.key.length === 1 && target.key[0] === to;
  // What identifies a row is always sent; of anything else its module decides.
  // A Date has no equal in JSON.
  const isEqual = isNamed && column(resource, own).jsType !== 'Date';
  const it = isEqual ? `.toHaveProperty(${quote(to)}, ${value})` : '.not.toBeNull()';
  const found = {
    title: `brings ${name} along`,
    name,
    ...asItIs,
    steps: [],
    expectations: [`${place}${it}`, ...hides(place, target)],
  };
  const gone = target.softDelete && goneBefore(relation, source);
  if (!gone) return [{ test: found, factories: [] }];
  const title = `does not bring ${name} along once it is deleted`;
  const expectations = [`${place}.toBeNull()`];
  return [
    { test: found, factories: [] },
    { test: { title, name, expectations, ...gone.test }, factories: gone.factories },
  ];
}

/** How the row that this one refers to is deleted: over HTTP, or before this one is made where there is no such route. */
function goneBefore({ target, foreignKey }: Relation, source: TestSource) {
  const [own = '', to = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  const resource = source.table;
  if (isDeletable(target)) {
    if (target.key.length !== 1 || target.key[0] !== to) return null;
    const value = jsonValue('row', column(resource, own));
    const steps = [
      `const gone = itemUrl('/v1/${target.names.kebab}', { ${propertyName(to)}: ${value} }, [${quote(to)}]);`,
      `expectStatus(await t.send('DELETE', gone), 204);`,
    ];
    return { test: { ...asItIs, steps }, factories: [] };
  }
  const isPaired = resource.table.foreignKeys.filter((f) => f.columns.includes(own)).length > 1;
  if (isPaired) return null;
  const before = [
    `const gone = await create${target.names.pascal}(t.db, { ${deletedValues(target)} });`,
  ];
  const reference = keyEntry('gone', target, { table: resource, foreignKey });
  const values = overridesOf(source, reference, referring(source, foreignKey, 'first'), 'made');
  if (values === null) return null;
  return { test: { before, overrides: `, { ${values} }`, steps: [] }, factories: [target] };
}

/** Rows behind a join table: their own tests see to what is linked, so that here none is. */
function linkedTests(relation: Relation, resource: TableModel): IncludeTest[] {
  const { name } = relation;
  if (listOf(relation, resource) === null) return [];
  const list = `await t.read(String(${wholeListOf(relation, resource)}))`;
  const expectations = [
    `expect(sent[${quote(name)}]).toEqual([])`,
    `expect(${list}).toMatchObject({ data: [] })`,
  ];
  const title = `knows the list that has all ${name}`;
  return [
    { test: { title, name, ...asItIs, steps: [], expectations }, factories: [], asksList: true },
  ];
}

/** The URL, as the row says it where not all came along. */
function wholeListOf({ name }: Relation, { names }: TableModel): string {
  return `wholeList(${member(`${names.camelOne}Includes`, name)}, row)`;
}

/** The row as its factory makes it. */
const asItIs = { before: [], overrides: '' };

/** Rows that refer to this one: they are there, and not once they are marked as deleted. */
function backwardTests(relation: Relation, resource: TableModel, overrides: string): IncludeTest[] {
  const { kind, name, target } = relation;
  const create = `await create${target.names.pascal}(t.db, { ${overrides} })`;
  const included = `sent[${quote(name)}]`;
  const shape = `expect.objectContaining({ ${identityOf(target)} })`;
  const [expected, first, nothing] =
    kind === 'many' ? [`[${shape}]`, `${included}[0]`, '[]'] : [shape, included, 'null'];
  const asksList = listOf(relation, resource) !== null;
  // None is named where its module no longer filters by it.
  const walked = `for (const list of [${wholeListOf(relation, resource)}].filter((one) => one !== null)) {
      expect(await walk(t, list)).toEqual(${expected});
    }`;
  const found = {
    title: `brings ${name} along`,
    name,
    ...asItIs,
    steps: [`const made = ${create};`, ...(asksList ? [walked] : [])],
    expectations: [
      `expect(${included}).toEqual(${expected})`,
      ...hides(`expect(${first})`, target),
    ],
  };
  if (!target.softDelete) return [{ test: found, factories: [target], asksList }];
  const keys = target.key.map(quote).join(', ');
  const steps = isDeletable(target)
    ? [
        `const gone = itemUrl('/v1/${target.names.kebab}', ${create}, [${keys}]);`,
        `expectStatus(await t.send('DELETE', gone), 204);`,
      ]
    : [`await create${target.names.pascal}(t.db, { ${overrides}, ${deletedValues(target)} });`];
  const gone = {
    title: `does not bring ${name} along once deleted`,
    name,
    ...asItIs,
    steps,
    expectations: [`expect(${included}).toEqual(${nothing})`],
  };
  return [
    { test: found, factories: [target], asksList },
    { test: gone, factories: [target] },
  ];
}

/** What of the target is never sent is not sent along either. */
function hides(place: string, { columns }: TableModel): string[] {
  return columns
    .filter(({ hidden }) => hidden)
    .map(({ key }) => `${place}.not.toHaveProperty([${quote(key)}])`);
}

/** The key of the row `made`: whatever else its module sends, a row can be told by it. A Date has no equal in JSON. */
function identityOf(target: TableModel): string {
  return target.key
    .map((key) => column(target, key))
    .filter(({ jsType }) => jsType !== 'Date')
    .map((c) => `${c.property}: ${jsonValue('made', c)}`)
    .join(', ');
}

/** How a value of the row looks in JSON. */
function jsonValue(row: string, c: ColumnModel): string {
  const value = member(row, c.key);
  if (c.jsType === 'Date') return dateText(value, c);
  return c.jsType === 'bigint' ? `String(${value})` : value;
}
