import { cutName, MAX_NAME_BYTES } from '../cut-names.ts';
import type { Column } from '../table.ts';
import { codeName, type Finding, type Rule } from './finding.ts';

/** What Postgres cuts is found under another name than the schema says: by people, by psql, by the next `drizzle-kit pull`. */
export const nameTooLong: Rule = (table) => {
  const code = codeName(table);
  const finding = (what: string, name: string, columns: string[]): Finding[] => {
    const cut = cutName(name);
    if (cut === name) return [];
    return [
      {
        rule: 'name-too-long',
        severity: 'warning',
        table: table.id,
        columns,
        message: `${what} has a name of ${Buffer.byteLength(name)} bytes, of which Postgres keeps ${MAX_NAME_BYTES}.`,
        fix: `A shorter name in the database, or the one that Postgres makes of it: '${cut}'`,
      },
    ];
  };
  return [
    ...finding(code, table.name, []),
    ...table.columns.flatMap((column) => [
      ...finding(`${code}.${column.key}`, column.name, [column.key]),
      ...(isPgEnum(column)
        ? finding(`The enum of ${code}.${column.key}`, column.sqlType, [column.key])
        : []),
    ]),
  ];
};

/** The SQL type of `text({ enum })` is text. */
const isPgEnum = ({ kind, sqlType }: Column) =>
  kind === 'enum' && !/^(text|varchar|char)\b/.test(sqlType);
