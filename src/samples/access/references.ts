import { member, propertyName } from '../../code.ts';
import { givenWith } from '../../model/access/users.ts';
import { type GuardedReference, guardedReferences } from '../../model/access/references.ts';
import { column } from '../../model/conditions.ts';
import { isChangeable, isWritable } from '../../model/routes.ts';
import type { TableModel } from '../../model/service.ts';
import { missingValue } from '../tests/keys.ts';
import type { TestSource } from '../tests/overrides.ts';
import { personsRow } from './own.ts';

/** A reference that a test tries to lead to somebody else's row. */
export interface ReferenceCase {
  /** What is referred to, and by which fields. */
  human: string;
  fields: string;
  /** `POST`, `PATCH` */
  methods: string[];
  /** `other`, or '' where it is nobody's. */
  parameter: string;
  /** The body of an arrow function: the fields as they refer to a row of somebody else's. */
  foreign: string;
  missing: string;
  made: TableModel[];
  owned: TableModel[];
}

/** The guarded references of a resource, each with a row of somebody else's and a key of none. */
export function referenceCases(source: TestSource, canPost: boolean): ReferenceCase[] {
  const { table, service } = source;
  const { access } = table;
  if (!access || !isWritable(table)) return [];
  return guardedReferences(table, service).flatMap((reference) => {
    const { target, foreignKey } = reference;
    // What the token says of a new row is no field.
    const fields = foreignKey.columns.filter((key) => column(table, key).inCreate);
    const methods = [
      ...(canPost && access.who.create !== 'admin' ? ['POST'] : []),
      ...(isChangeable(table) &&
      access.who.update !== 'admin' &&
      fields.every((key) => column(table, key).inUpdate)
        ? ['PATCH']
        : []),
    ];
    const foreign = foreignKeyOf(source, reference, fields);
    const missing = fields.map((key) => {
      const value = missingValue(column(table, key));
      return value === null ? null : `${propertyName(key)}: ${value}`;
    });
    if (methods.length === 0 || foreign === null || missing.includes(null)) return [];
    return [
      {
        human: target.names.humanOne,
        fields: fields.join(', '),
        methods,
        parameter: /\bother\b/.test(foreign.foreign) ? 'other' : '',
        ...foreign,
        missing: missing.join(', '),
      },
    ];
  });
}

function foreignKeyOf(
  source: TestSource,
  { target, foreignKey }: GuardedReference,
  fields: string[],
): Pick<ReferenceCase, 'foreign' | 'made' | 'owned'> | null {
  const targetOf = (key: string) => foreignKey.targetColumns[foreignKey.columns.indexOf(key)] ?? '';
  const given = givenWith(target, source.service);
  if (given) {
    const isId = fields.every((key) => targetOf(key) === given.key);
    const entries = fields.map((key) => `${propertyName(key)}: other.${given.property}`);
    return isId ? { foreign: `({ ${entries.join(', ')} })`, made: [], owned: [] } : null;
  }
  const row = personsRow(target, source, { db: 't.db', person: 'other' });
  if (row === null) return null;
  const { text, made, owned } = row;
  const [only] = fields;
  if (only !== undefined && fields.length === 1) {
    const foreign = `({ ${propertyName(only)}: ${member(`(${text})`, targetOf(only))} })`;
    return { foreign, made, owned };
  }
  const entries = fields.map((key) => `${propertyName(key)}: ${member('target', targetOf(key))}`);
  const foreign = `{ const target = ${text}; return { ${entries.join(', ')} }; }`;
  return { foreign, made, owned };
}
