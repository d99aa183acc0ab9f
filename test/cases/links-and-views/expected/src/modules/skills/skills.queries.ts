import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { skills } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { skillIncludes } from './skills.includes';
import { type SkillCreate, type SkillKey, type SkillUpdate, skillResponse } from './skills.schemas';

const columns = { ...pickColumns(skills, skillResponse), _version: rowVersion(skills) };

const byKey = eq(skills.code, sql.placeholder('code'));

/** The statements of skills, prepared once. Inside a transaction, make them with the transaction. */
export function skillQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(skills).where(byKey));
  const insert = insertStatement(db, skills, columns);
  const update = updateStatement(db, skills, byKey, columns);
  const updateVersion = updateStatement(db, skills, and(byKey, hasVersion(skills)), columns);
  const remove = deleteStatement(db, skills, byKey);
  const removeVersion = deleteStatement(db, skills, and(byKey, hasVersion(skills)));

  return {
    list: pageReader(db, { from: skills, columns, includes: skillIncludes }),

    find: async (key: SkillKey, include: string[] = []) => {
      const [skill] = await select.execute(key);
      if (skill) await loadIncludes(db, skillIncludes, include, [skill]);
      return skill;
    },

    create: (values: SkillCreate) => insert(values),

    /** Undefined when there is no such skill, or none in one of the given versions. */
    update: (key: SkillKey, changes: SkillUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such skill, or none in one of the given versions. */
    remove: (key: SkillKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
