import type { ColumnModel } from '../../model/columns.ts';
import type { ServiceModel } from '../../model/service.ts';
import type { Notice } from '../../schema/table.ts';
import type { Part } from '../feature.ts';
import type { OwnTable } from '../own-tables.ts';
import { EMAIL, madeWith, mailColumn, personKey, tableCalled } from './people-table.ts';

/** What the users table that the service brings is called: not like one of the schema's with which nobody can sign in. */
export function ownUsers({ tables }: ServiceModel): OwnTable {
  const isTaken = tables.some(
    ({ table: { schema, name, exportName } }) =>
      (schema === null && name === 'users') || exportName === 'users',
  );
  return isTaken
    ? { name: 'sign_in_users', exportName: 'signInUsers' }
    : { name: 'users', exportName: 'users' };
}

/** A service that brings its users table has it among those that migrations make. */
export function ownTableParts(service: ServiceModel): Part[] {
  const { exportName } = ownUsers(service);
  const users = exportName === 'users' ? 'users' : `users as ${exportName}`;
  return [
    { path: 'src/db/tables.ts', at: 'end', text: `export { ${users} } from '../auth/users';\n` },
  ];
}

/** Says why people sign in with another table than the one that is called so, or than one that may hold them. */
export function ownTableNotices(service: ServiceModel): Notice[] {
  const [users] = ['users', 'user'].flatMap(
    (name) => tableCalled(service.tables, name, ({ table }) => table.kind === 'table') ?? [],
  );
  if (!users) return likelyNotices(service, ({ name }) => (EMAIL.test(name) ? undefined : name));
  const maker = madeWith(users);
  const reason = maker
    ? `Its key refers to ${maker}, so that others make its rows`
    : 'Has no e-mail column';
  return [
    {
      subject: users.table.exportName ?? users.table.name,
      message:
        `${reason}: people sign in with a table of the service's own, ${ownUsers(service).name}, and what belongs to ` +
        'these rows only admins reach. `--users-table` and `--email-column` name others, and `--auth external` takes the ' +
        'tokens of whoever signs them in.',
    },
  ];
}

/**
 * Says of each table that may hold those who sign in how it would be taken: whom rows refer to, with an address.
 *
 * @param named the column that has to be named as well, if it has to
 */
export function likelyNotices(
  service: ServiceModel,
  named: (address: ColumnModel) => string | undefined,
): Notice[] {
  const referred = new Set(
    service.tables.flatMap(({ table }) =>
      table.foreignKeys.flatMap(({ targetTable }) => (targetTable === table.id ? [] : targetTable)),
    ),
  );
  return service.tables.flatMap((model) => {
    const { id, kind, exportName } = model.table;
    const address = mailColumn(model);
    const mayBe = kind === 'table' && referred.has(id) && personKey(model) && !madeWith(model);
    if (!address || !exportName || !mayBe) return [];
    const column = named(address);
    const flags = `--users-table ${exportName}${column === undefined ? '' : ` --email-column ${column}`}`;
    return {
      subject: exportName,
      message:
        `May hold those who sign in: they get a table of the service's own, ${ownUsers(service).name}, and nobody owns these ` +
        `rows or what belongs to them. \`${flags}\` takes it.`,
    };
  });
}
