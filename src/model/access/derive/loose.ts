import type { Column, Table } from '../../../schema/table.ts';
import type { ServiceModel, TableModel } from '../../service.ts';
import { type Decision, listed, nameIn, shut } from './decision.ts';
import { columnOf, looseColumns, referenceWords, saysReference } from './references.ts';

/**
 * Closes what refers to somebody's rows in a way that does not say whose its own are: by a reference that may be empty, has
 * several columns, or is no foreign key at all. What refers to such a table in turn is closed with it.
 *
 * @param isChosen whether a person said whose the rows of a table are
 */
export function closeLoose(
  decided: Map<Table['id'], Decision>,
  service: ServiceModel,
  isChosen: (id: Table['id']) => boolean,
): void {
  const isSomebodys = ({ table }: TableModel) => {
    const { rows, closed } = decided.get(table.id) ?? {};
    return rows !== undefined && (rows.by !== 'nobody' || closed !== undefined);
  };
  for (let found = true; found;) {
    const [somebodys, open] = [
      service.tables.filter(isSomebodys),
      service.tables.filter((model) => !isSomebodys(model) && !isChosen(model.table.id)),
    ];
    found = false;
    for (const model of open) {
      const reason = looseReference(model.table, somebodys);
      if (reason === undefined) continue;
      const { kind } = decided.get(model.table.id) as Decision;
      decided.set(model.table.id, shut({ model, kind }, reason, ['signed-in']));
      found = true;
    }
  }
}

function looseReference(table: Table, somebodys: readonly TableModel[]): string | undefined {
  for (const { table: target, names } of somebodys) {
    const key = table.foreignKeys.find(
      ({ targetTable }) => targetTable === target.id && targetTable !== table.id,
    );
    const columns =
      key?.columns.map((column) => nameIn(table, column)) ??
      calledLike(table, target, names.humanOne).map(({ name }) => name);
    if (columns.length > 0) {
      return `${listed(columns)} may lead to ${target.exportName}, and not everybody's`;
    }
  }
  return undefined;
}

/** Columns without a foreign key that are called like a reference to a table and can hold its key. */
function calledLike(table: Table, target: Table, name: string): Column[] {
  const [key, ...others] = target.primaryKey;
  const column = columnOf(target, key);
  if (!column || others.length > 0 || table === target) return [];
  return looseColumns(table, column)
    .filter((one) => saysReference(one) && referenceWords(one) === name)
    .slice(0, 1);
}
