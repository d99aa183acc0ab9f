import { factoryTables } from '../model/factory.ts';
import { member, propertyName } from '../model/names.ts';
import { type ServiceModel, type TableModel } from '../model/service.ts';
import { isRequired } from '../model/columns.ts';
import type { Render } from '../render/template.ts';
import type { PlannedFile } from './planned-file.ts';

/** How many rows the seed makes of a table that nothing else needs, and of one that refers to others. */
const ROWS = { root: 12, child: 30 };

/** `scripts/seed.ts`: rows of every resource, each referring to rows that the seed made before. */
export function planSeed(service: ServiceModel, render: Render, kitName: string): PlannedFile {
  const order = inOrder(service);
  const steps = order.map((table) => seedStep(table, order));
  const [first] = order;
  if (!first) {
    return {
      path: 'scripts/seed.ts',
      content: render('seed.empty', { kitName }),
      owner: 'derived',
    };
  }
  return {
    path: 'scripts/seed.ts',
    content: render('seed', {
      kitName,
      steps,
      isSeeded: `(await db.$count(${first.reference.id})) > 0`,
      importLines: importLines(
        order,
        first,
        steps.some((step) => step.argument !== ''),
      ),
    }),
    owner: 'derived',
  };
}

function seedStep(table: TableModel, order: TableModel[]) {
  const parents = parentsOf(table, order);
  const overrides = parents.map(
    ({ key, target, targetKey }) =>
      `${propertyName(key)}: ${member(`pick(${target.names.camelOne}Rows)`, targetKey)}`,
  );
  const isParent = order.some((other) =>
    parentsOf(other, order).some(({ target }) => target === table),
  );
  return {
    declaration: isParent ? `const ${table.names.camelOne}Rows = ` : '',
    title: table.names.human,
    factory: `create${table.names.pascal}`,
    count: parents.length > 0 ? ROWS.child : ROWS.root,
    argument: overrides.length > 0 ? `, { ${overrides.join(', ')} }` : '',
  };
}

function importLines(order: TableModel[], first: TableModel, picks: boolean): string {
  return [
    `import { ${first.reference.import} } from '../src/db/schema';`,
    ...order.map(
      ({ names }) => `import { create${names.pascal} } from '../test/factories/${names.kebab}';`,
    ),
    `import { ${picks ? 'pick, ' : ''}rows } from './seed-rows';`,
  ].join('\n');
}

/** Parents before children. A circle is cut: isCreatable has made sure that its tables are not among them. */
function inOrder(service: ServiceModel): TableModel[] {
  const tables = factoryTables(service).filter((t) => t.role === 'resource');
  const sorted: TableModel[] = [];
  const visit = (table: TableModel, path: TableModel[]) => {
    if (sorted.includes(table) || path.includes(table)) return;
    for (const { target } of parentsOf(table, tables)) visit(target, [...path, table]);
    sorted.push(table);
  };
  for (const table of tables) visit(table, []);
  return sorted;
}

function parentsOf(table: TableModel, among: TableModel[]) {
  return table.table.foreignKeys.flatMap((f) => {
    const [key = ''] = f.columns;
    const column = table.columns.find((c) => c.key === key);
    const target = among.find((t) => t.table.id === f.targetTable);
    const single = f.columns.length === 1 && f.source === 'constraint';
    const own = table.table.foreignKeys.filter((other) => other.columns.includes(key)).length === 1;
    if (!single || !own || !column || !isRequired(column) || !target || target === table) return [];
    return [{ key, target, targetKey: f.targetColumns[0] ?? '' }];
  });
}
