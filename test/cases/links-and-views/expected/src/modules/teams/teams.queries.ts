import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { teams } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { teamIncludes } from './teams.includes';
import { type TeamCreate, type TeamKey, type TeamUpdate, teamResponse } from './teams.schemas';

const columns = { ...pickColumns(teams, teamResponse, teamIncludes), _version: rowVersion(teams) };
const live = eq(teams.isDeleted, false);
const byKey = and(eq(teams.id, sql.placeholder('id')), live);

/** The statements of teams, prepared once. Inside a transaction, make them with the transaction. */
export function teamQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(teams).where(byKey));
  const insert = insertStatement(db, teams, columns);
  const update = updateStatement(db, teams, byKey, columns);
  const updateVersion = updateStatement(db, teams, and(byKey, hasVersion(teams)), columns);

  return {
    list: pageReader(db, { from: teams, columns, where: live, includes: teamIncludes }),

    find: async (key: TeamKey, include: string[] = []) => {
      const [team] = await select.execute(key);
      if (team) await loadIncludes(db, teamIncludes, include, [team]);
      return team;
    },

    create: (values: TeamCreate) => insert(values),

    /** Undefined when there is no such team, or none in one of the given versions. */
    update: (key: TeamKey, changes: TeamUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such team, or none in one of the given versions. */
    remove: async (key: TeamKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { isDeleted: true };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
