import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { skills } from '../../db/schema';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { skillIncludes } from './skills.includes';
import { type SkillKey, skillResponse } from './skills.schemas';

const columns = pickColumns(skills, skillResponse, skillIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(skills) };

const byKey = eq(skills.code, sql.placeholder('code'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: skills, columns, includes: skillIncludes });

const selectRow = prepared(builder.select(versioned).from(skills).where(byKey));

export async function find(context: Context, key: SkillKey, include: string[] = []) {
  const [skill] = await selectRow(context, key);
  if (skill) await loadIncludes(context, skillIncludes, include, [skill]);
  return skill;
}
