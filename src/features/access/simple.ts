import type { Access, Who, Action } from '../../model/access/access.ts';
import type { AccessPlan } from '../../model/access/apply.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';

const all = (who: Who): Record<Action, Who> => ({
  list: who,
  read: who,
  create: who,
  update: who,
  delete: who,
});

export function simplePlan(service: ServiceModel, users: TableModel | undefined): AccessPlan {
  const access = new Map<string, Access>();
  for (const { table } of service.tables) {
    const fk = table.foreignKeys.find(
      (f) => f.targetTable === users?.table.id && f.columns.length === 1,
    );
    if (table.id === users?.table.id) {
      access.set(table.id, {
        rows: { by: 'owner', column: table.primaryKey[0] as string },
        who: { ...all('owner'), create: 'admin', delete: 'admin' },
        locked: [],
        why: '',
      });
    } else if (fk) {
      access.set(table.id, {
        rows: { by: 'owner', column: fk.columns[0] as string },
        who: all('owner'),
        locked: [fk.columns[0] as string],
        why: '',
      });
    }
  }
  for (const { table } of service.tables) {
    if (access.has(table.id)) continue;
    const fk = table.foreignKeys.find(
      (f) =>
        ['owner', 'parent'].includes(access.get(f.targetTable)?.rows.by ?? '') &&
        f.columns.length === 1 &&
        f.targetTable !== table.id,
    );
    access.set(
      table.id,
      fk
        ? {
            rows: {
              by: 'parent',
              column: fk.columns[0] as string,
              parent: fk.targetTable,
              parentColumn: fk.targetColumns[0] as string,
              of: 'owner',
            },
            who: all('owner'),
            locked: [],
            why: '',
          }
        : {
            rows: { by: 'nobody' },
            who: { ...all('admin'), list: 'signedIn', read: 'signedIn' },
            locked: [],
            why: '',
          },
    );
  }
  return { access, tenancy: null };
}
