import { type Code, importsOf, member } from '../code.ts';
import { type ColumnModel, isInherited, isRequired } from './columns.ts';
import { column } from './conditions.ts';
import { bodyField, type Refinement, responseField, urlField } from './fields.ts';
import { isChangeable, isWritable } from './routes.ts';
import type { TableModel } from './service.ts';

/** What the schemas of a module say of its columns: which are sent and taken, and what drizzle-zod is told about them. */
export interface ModuleSchemas {
  /** How columns are chosen from what drizzle-zod makes, and the import that a list needs for it. */
  partials: { response: string; create: string; update: string };
  zodImportLine: string;
  fieldImports: string[];
  fieldImportLine: string;
  responseColumns: ChosenColumn[];
  createColumns: ChosenColumn[];
  updateColumns: ChosenColumn[];
  responseRefinements: string;
  createRefinements: string;
  /** `.required({ teamId: true })`, where a part of the key may be null to drizzle's types. */
  createRequired: string;
  updateOmit: string;
}

/** A column, and how it is asked of an object. */
export interface ChosenColumn extends ColumnModel {
  access: string;
}

/** The schemas of one resource's module. */
export function moduleSchemas(resource: TableModel): ModuleSchemas {
  const { columns, reference, key } = resource;
  const response = refinements(columns, (c) =>
    c.inResponse ? responseField(c, reference.id) : null,
  );
  const create = refinements(columns, (c) =>
    c.inCreate
      ? bodyField(c, reference.id, {
          isTyped: resource.typed.includes(c.key),
          isKey: key.includes(c.key),
        })
      : null,
  );
  const urls = importsOf(...key.map((k) => urlField(column(resource, k), reference.id)));
  const writable = isWritable(resource) ? create.imports : [];
  const changeable = isChangeable(resource) ? ['notEmpty'] : [];
  const imports = [
    ...new Set([...response.imports, ...urls, ...writable, ...changeable]),
  ].toSorted();
  return {
    ...choiceOf(columns),
    responseRefinements: response.text,
    createRefinements: create.text,
    createRequired: required(resource),
    updateOmit: omitted(columns),
    fieldImports: imports,
    fieldImportLine:
      imports.length > 0 ? `import { ${imports.join(', ')} } from '../../http/fields';` : '',
  };
}

/**
 * To choose some of the columns with `pick` and `omit`, the others are left out of an object: TypeScript refuses that for those
 * that every object has, which are listed one by one instead.
 */
function choiceOf(columns: ColumnModel[]) {
  const chosen = columns.map((c) => ({ ...c, access: member('', c.key) }));
  const isListed = columns.some(isInherited);
  const partial = (name: string) => `schemas/${name}${isListed ? '-listed' : ''}`;
  return {
    partials: {
      response: partial('response'),
      create: partial('create'),
      update: partial('update'),
    },
    zodImportLine: isListed ? "import { z } from 'zod';\n" : '',
    responseColumns: chosen.filter((c) => c.inResponse),
    createColumns: chosen.filter((c) => c.inCreate),
    updateColumns: chosen.filter((c) => c.inUpdate),
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
  const inherited = columns.filter((c) => isInherited(c) && !field(c));
  lines.push(...inherited.map((c) => `${c.property}: (schema) => schema,`));
  return {
    text: lines.length > 0 ? `, {\n${lines.join('\n')}\n}` : '',
    imports: importsOf(...parts.map(({ code }) => code)),
  };
}

/** What a row can't do without, though to drizzle's types it may be null, as a part of a key, or left out, as a counter that refers. */
function required({ columns, table }: TableModel): string {
  const isOptional = ({ key }: ColumnModel) =>
    table.columns.some((own) => own.key === key && own.default !== 'none');
  const parts = columns.filter(
    (c) => c.inCreate && isRequired(c) && (c.typedNullable || isOptional(c)),
  );
  return parts.length > 0
    ? `.required({ ${parts.map((c) => `${c.property}: true`).join(', ')} })`
    : '';
}

function omitted(columns: ColumnModel[]): string {
  const fixed = columns.filter((c) => c.inCreate && !c.inUpdate);
  return fixed.length > 0 ? `.omit({ ${fixed.map((c) => `${c.property}: true`).join(', ')} })` : '';
}
