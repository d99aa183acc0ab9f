import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { players } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { playerIncludes } from './players.includes';
import {
  type PlayerCreate,
  type PlayerKey,
  type PlayerUpdate,
  playerResponse,
} from './players.schemas';

const columns = {
  ...pickColumns(players, playerResponse, playerIncludes),
  _version: rowVersion(players),
};

const byKey = eq(players.id, sql.placeholder('id'));

/** The statements of players, prepared once. Inside a transaction, make them with the transaction. */
export function playerQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(players).where(byKey));
  const insert = insertStatement(db, players, columns);
  const update = updateStatement(db, players, byKey, columns);
  const updateVersion = updateStatement(db, players, and(byKey, hasVersion(players)), columns);
  const remove = deleteStatement(db, players, byKey);
  const removeVersion = deleteStatement(db, players, and(byKey, hasVersion(players)));

  return {
    list: pageReader(db, { from: players, columns, includes: playerIncludes }),

    find: async (key: PlayerKey, include: string[] = []) => {
      const [player] = await select.execute(key);
      if (player) await loadIncludes(db, playerIncludes, include, [player]);
      return player;
    },

    create: (values: PlayerCreate) => insert(values),

    /** Undefined when there is no such player, or none in one of the given versions. */
    update: (key: PlayerKey, changes: PlayerUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such player, or none in one of the given versions. */
    remove: (key: PlayerKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
