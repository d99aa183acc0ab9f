import type { TableModel } from '../service.ts';

/** `orderPolicy` */
export function policyName({ names }: TableModel): string {
  return `${names.camelOne}Policy`;
}

/** The import of a table's policy for a file of another table's module, or of its own. */
export function policyImport(table: TableModel, from: TableModel): string {
  const folder = table === from ? '.' : `../${table.names.kebab}`;
  return `import { ${policyName(table)} } from '${folder}/${table.names.kebab}.policy';`;
}
