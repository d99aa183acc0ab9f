import { type CheckReadings, factoryTables } from '../samples/factory.ts';
import { requiredForeignKeys } from '../samples/factory-parents.ts';
import { member, propertyName } from '../code.ts';
import { type ServiceModel, type TableModel } from '../model/service.ts';
import { roomOf } from '../samples/obstacles.ts';
import type { Render } from '../render/template.ts';
import type { PlannedFile } from './planned-file.ts';
import { keyValue } from '../model/key-value.ts';

/** How many rows the seed makes of a table that nothing else needs, and of one that refers to others. */
const ROWS = { root: 12, child: 30 };

/** The tables to fill, and what is known of them. */
interface Seed {
  order: TableModel[];
  checks: CheckReadings;
}

/** `scripts/seed.ts`: rows of every resource, each referring to rows that are there or that the seed made before. */
export function planSeed(
  service: ServiceModel,
  checks: CheckReadings,
  render: Render,
  kitName: string,
): PlannedFile {
  const seed = { order: inOrder(service, checks), checks };
  const parents = new Set(
    seed.order.flatMap((table) => parentsOf(table, seed).map(({ target }) => target)),
  );
  const steps = seed.order.map((table) => seedStep(table, seed, parents.has(table)));
  const content =
    steps.length === 0
      ? render('seed.empty', { kitName })
      : render('seed', { kitName, steps, importLines: importLines(seed.order, steps) });
  return { path: 'scripts/seed.ts', content, owner: 'derived' };
}

interface SeedStep {
  declaration: string;
  table: string;
  factory: string;
  count: number;
  argument: string;
}

function seedStep(table: TableModel, seed: Seed, isParent: boolean): SeedStep {
  const parents = parentsOf(table, seed);
  const overrides = parents.map(
    ({ key, target, targetKey }) =>
      `${propertyName(key)}: ${keyValue(member(`pick(${target.names.camelOne}Rows)`, targetKey), { table, key, target, targetKey })}`,
  );
  return {
    declaration: isParent ? `const ${table.names.camelOne}Rows = ` : '',
    table: table.reference.id,
    factory: `create${table.names.pascal}`,
    count: Math.min(parents.length > 0 ? ROWS.child : ROWS.root, roomOf(table, seed.checks)),
    argument: overrides.length > 0 ? `, { ${overrides.join(', ')} }` : '',
  };
}

function importLines(order: TableModel[], steps: SeedStep[]): string {
  const picks = steps.some((step) => step.argument !== '');
  const tables = [...new Set(order.map(({ reference }) => reference.import))].toSorted();
  return [
    `import { ${tables.join(', ')} } from '../src/db/schema';`,
    ...order.map(
      ({ names }) => `import { create${names.pascal} } from '../test/factories/${names.kebab}';`,
    ),
    `import { ${picks ? 'pick, ' : ''}rows } from './seed-rows';`,
  ].join('\n');
}

/** Parents before children. A circle is cut: isCreatable has made sure that its tables are not among them. */
function inOrder(service: ServiceModel, checks: CheckReadings): TableModel[] {
  const tables = factoryTables(service, checks).filter((t) => t.role === 'resource');
  const sorted: TableModel[] = [];
  const visit = (table: TableModel, path: TableModel[]) => {
    if (sorted.includes(table) || path.includes(table)) return;
    for (const { target } of parentsOf(table, { order: tables, checks })) {
      visit(target, [...path, table]);
    }
    sorted.push(table);
  };
  for (const table of tables) visit(table, []);
  return sorted;
}

/** The references for which a row is picked: two that a check compares get rows of their own, as it may forbid to pick one twice. */
function parentsOf(table: TableModel, { order, checks }: Seed) {
  const required = requiredForeignKeys(table, checks);
  const needed = new Set(required.flatMap((f) => f.columns));
  const compared = new Set(
    (checks.get(table.table.id)?.rules ?? [])
      .map(({ columns }) => columns.filter((key) => needed.has(key)))
      .filter((keys) => keys.length > 1)
      .flat(),
  );
  return required.flatMap((f) => {
    const [key = ''] = f.columns;
    const target = order.find((t) => t.table.id === f.targetTable);
    const own = required.filter((other) => other.columns.includes(key)).length === 1;
    const isOne = f.columns.length === 1 && own && !compared.has(key);
    return isOne && target && target !== table
      ? [{ key, target, targetKey: f.targetColumns[0] ?? '' }]
      : [];
  });
}
