import { quote } from '../../code.ts';
import type { ColumnModel } from '../../model/columns.ts';

/** drizzle-zod makes of a type with a brand something that the table does not take. */
export function refinementsOf(branded: ColumnModel[]): string {
  const entries = branded.map(
    ({ key, property }) =>
      `${property}: (schema) => typed<NonNullable<Row[${quote(key)}]>>(schema)`,
  );
  return entries.length > 0 ? `, { ${entries.join(', ')} }` : '';
}
