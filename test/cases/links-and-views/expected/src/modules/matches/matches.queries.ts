import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { matches } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { matchIncludes } from './matches.includes';
import {
  type MatchCreate,
  type MatchKey,
  type MatchUpdate,
  matchResponse,
} from './matches.schemas';

const columns = {
  ...pickColumns(matches, matchResponse, matchIncludes),
  _version: rowVersion(matches),
};

const byKey = eq(matches.id, sql.placeholder('id'));

/** The statements of matches, prepared once. Inside a transaction, make them with the transaction. */
export function matchQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(matches).where(byKey));
  const insert = insertStatement(db, matches, columns);
  const update = updateStatement(db, matches, byKey, columns);
  const updateVersion = updateStatement(db, matches, and(byKey, hasVersion(matches)), columns);
  const remove = deleteStatement(db, matches, byKey);
  const removeVersion = deleteStatement(db, matches, and(byKey, hasVersion(matches)));

  return {
    list: pageReader(db, { from: matches, columns, includes: matchIncludes }),

    find: async (key: MatchKey, include: string[] = []) => {
      const [match] = await select.execute(key);
      if (match) await loadIncludes(db, matchIncludes, include, [match]);
      return match;
    },

    create: (values: MatchCreate) => insert(values),

    /** Undefined when there is no such match, or none in one of the given versions. */
    update: (key: MatchKey, changes: MatchUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such match, or none in one of the given versions. */
    remove: (key: MatchKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
