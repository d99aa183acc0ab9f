import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { projects } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { projectIncludes } from './projects.includes';
import {
  type ProjectCreate,
  type ProjectKey,
  type ProjectUpdate,
  projectResponse,
} from './projects.schemas';

const columns = {
  ...pickColumns(projects, projectResponse, projectIncludes),
  _version: rowVersion(projects),
};

const byKey = eq(projects.id, sql.placeholder('id'));

/** The statements of projects, prepared once. Inside a transaction, make them with the transaction. */
export function projectQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(projects).where(byKey));
  const insert = insertStatement(db, projects, columns);
  const update = updateStatement(db, projects, byKey, columns);
  const updateVersion = updateStatement(db, projects, and(byKey, hasVersion(projects)), columns);
  const remove = deleteStatement(db, projects, byKey);
  const removeVersion = deleteStatement(db, projects, and(byKey, hasVersion(projects)));

  return {
    list: pageReader(db, { from: projects, columns, includes: projectIncludes }),

    find: async (key: ProjectKey, include: string[] = []) => {
      const [project] = await select.execute(key);
      if (project) await loadIncludes(db, projectIncludes, include, [project]);
      return project;
    },

    create: (values: ProjectCreate) => insert(values),

    /** Undefined when there is no such project, or none in one of the given versions. */
    update: (key: ProjectKey, changes: ProjectUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such project, or none in one of the given versions. */
    remove: (key: ProjectKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
