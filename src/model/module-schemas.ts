import { type Code, importsOf } from '../code.ts';
import { type ColumnModel, isRequired } from './columns.ts';
import { column } from './conditions.ts';
import { bodyField, type Refinement, responseField, urlField } from './fields.ts';
import { isChangeable, isWritable } from './routes.ts';
import type { TableModel } from './service.ts';

/** What the schemas of a module say of its columns: which are sent and taken, and what drizzle-zod is told about them. */
export interface ModuleSchemas {
  fieldImports: string[];
  fieldImportLine: string;
  responseColumns: ColumnModel[];
  createColumns: ColumnModel[];
  responseRefinements: string;
  createRefinements: string;
  /** `.required({ teamId: true })`, where a part of the key may be null to drizzle's types. */
  createRequired: string;
  updateOmit: string;
}

/** The schemas of one resource's module. */
export function moduleSchemas(resource: TableModel): ModuleSchemas {
  const { columns, reference, key } = resource;
  const response = refinements(
    columns.filter((c) => c.inResponse),
    (c) => responseField(c, reference.id),
  );
  const create = refinements(
    columns.filter((c) => c.inCreate),
    (c) => bodyField(c, reference.id, resource.typed.includes(c.key)),
  );
  const urls = importsOf(...key.map((k) => urlField(column(resource, k), reference.id)));
  const writable = isWritable(resource) ? create.imports : [];
  const changeable = isChangeable(resource) ? ['notEmpty'] : [];
  const imports = [
    ...new Set([...response.imports, ...urls, ...writable, ...changeable]),
  ].toSorted();
  return {
    responseColumns: columns.filter((c) => c.inResponse),
    createColumns: columns.filter((c) => c.inCreate),
    responseRefinements: response.text,
    createRefinements: create.text,
    createRequired: required(columns),
    updateOmit: omitted(columns),
    fieldImports: imports,
    fieldImportLine:
      imports.length > 0 ? `import { ${imports.join(', ')} } from '../../http/fields';` : '',
  };
}

function refinements(columns: ColumnModel[], field: (c: ColumnModel) => Refinement | null): Code {
  const parts = columns.flatMap((c) => {
    const refinement = field(c);
    return refinement ? [{ c, ...refinement }] : [];
  });
  const lines = parts.map(({ c, code, takesSchema }) => {
    return `${c.property}: ${takesSchema ? '(schema)' : '()'} => ${code.text},`;
  });
  // drizzle-zod would take what every object inherits for a refinement.
  const inherited = columns.filter((c) => c.key in Object.prototype && !field(c));
  if (lines.length > 0) lines.push(...inherited.map((c) => `${c.property}: (schema) => schema,`));
  return {
    text: lines.length > 0 ? `, {\n${lines.join('\n')}\n}` : '',
    imports: importsOf(...parts.map(({ code }) => code)),
  };
}

/** Parts of a key that drizzle's types let be null: a row can't do without them. */
function required(columns: ColumnModel[]): string {
  const parts = columns.filter((c) => c.inCreate && c.typedNullable && isRequired(c));
  return parts.length > 0
    ? `.required({ ${parts.map((c) => `${c.property}: true`).join(', ')} })`
    : '';
}

function omitted(columns: ColumnModel[]): string {
  const fixed = columns.filter((c) => c.inCreate && !c.inUpdate);
  return fixed.length > 0 ? `.omit({ ${fixed.map((c) => `${c.property}: true`).join(', ')} })` : '';
}
