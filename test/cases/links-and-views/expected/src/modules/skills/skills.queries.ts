import { eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { skills } from '../../db/schema';
import { pageReader } from '../../http/page';
import { skillIncludes } from './skills.includes';
import { type SkillKey, skillResponse } from './skills.schemas';

const columns = {
  ...pickColumns(skills, skillResponse, skillIncludes),
  _version: rowVersion(skills),
};

const byKey = eq(skills.code, sql.placeholder('code'));

/** The statements of skills, prepared once. Inside a transaction, make them with the transaction. */
export function skillQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(skills).where(byKey));

  return {
    list: pageReader(db, { from: skills, columns, includes: skillIncludes }),

    find: async (key: SkillKey, include: string[] = []) => {
      const [skill] = await select.execute(key);
      if (skill) await loadIncludes(db, skillIncludes, include, [skill]);
      return skill;
    },
  };
}
