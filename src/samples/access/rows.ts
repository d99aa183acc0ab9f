import type { TableModel } from '../../model/service.ts';
import type { TestSource } from '../tests/overrides.ts';
import { ownName, ownRow } from './own.ts';

/** What the template of `test/access/rows/<name>.ts` needs: what makes a row of a table somebody's. */
export interface RowsModel {
  importLines: string;
  names: TableModel['names'];
  table: TableModel['reference'];
  own: string;
  /** With a `_` in front where they are not needed. */
  dbParameter: string;
  personParameter: string;
  steps: string[];
  entries: string;
}

/** @returns null for a table of whose rows nothing makes any somebody's */
export function rowsModel(source: TestSource): RowsModel | null {
  const { table } = source;
  const own = ownRow(table, source);
  if (!own) return null;
  const { steps, entries, made, owned } = own;
  const text = [...steps, entries].join();
  const factories = made.map(
    ({ names }) => `import { create${names.pascal} } from '../../factories/${names.kebab}';`,
  );
  const others = owned.map((one) => `import { ${ownName(one)} } from './${one.names.kebab}';`);
  return {
    importLines: [
      `import type { Database } from '../../../src/db/client';`,
      `import type { ${table.reference.import} } from '../../../src/db/schema';`,
      ...factories.toSorted(),
      `import type { Person } from '../people';`,
      ...others.toSorted(),
    ].join('\n'),
    names: table.names,
    table: table.reference,
    own: ownName(table),
    dbParameter: made.length > 0 ? 'db' : '_db',
    personParameter: /\bperson\b/.test(text) ? 'person' : '_person',
    steps,
    entries,
  };
}
