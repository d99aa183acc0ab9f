import { KitError } from '../errors.ts';
import type { Table } from '../schema/table.ts';
import { tableNamed } from './named.ts';
import type { Paths } from './naming.ts';
import { parsePath, pathProblem } from './path-form.ts';

/**
 * The paths that were chosen, by table.
 *
 * @throws KitError INVALID_PATH, UNKNOWN_TABLE
 */
export function pathsOf(choices: readonly string[], tables: readonly Table[]): Paths {
  return new Map(
    choices.map((choice) => {
      const problem = pathProblem(choice);
      if (problem) throw new KitError('INVALID_PATH', problem);
      const { table, path } = parsePath(choice);
      return [tableNamed(tables, table).id, path] as const;
    }),
  );
}
