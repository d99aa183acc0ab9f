import { KitError } from '../errors.ts';
import type { Table } from '../schema/table.ts';
import { tableNamed } from './named.ts';
import type { Paths } from './naming.ts';

/** What is wrong with `<table>=<path>`; undefined when a path can be read from it. */
export function pathProblem(choice: string): string | undefined {
  const { table, path } = parsePath(choice);
  if (table === '' || path === '') return `"${choice}" is not <table>=<path>, e.g. user=members.`;
  if (PATH.test(path)) return undefined;
  return `"${path}" is no path: words in lower case with hyphens between them, e.g. team-members.`;
}

const PATH = /^(?!\p{Lu})[\p{Ll}\p{Lo}\p{M}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{M}\p{N}]+)*$/u;

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

function parsePath(choice: string): { table: string; path: string } {
  const end = choice.lastIndexOf('=');
  return {
    table: choice.slice(0, Math.max(end, 0)),
    path: choice.slice(end + 1).replace(/^\/+(v1\/)?/, ''),
  };
}
