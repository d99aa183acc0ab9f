import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { players } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { playerIncludes } from './players.includes';
import {
  type PlayerCreate,
  type PlayerKey,
  type PlayerUpdate,
  playerResponse,
} from './players.schemas';

const columns = pickColumns(players, playerResponse, playerIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(players) };

const byKey = eq(players.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: players, columns, includes: playerIncludes });

const selectRow = prepared(builder.select(versioned).from(players).where(byKey));

export async function find(context: Context, key: PlayerKey, include: string[] = []) {
  const [player] = await selectRow(context, key);
  if (player) await loadIncludes(context, playerIncludes, include, [player]);
  return player;
}

const insertRow = insertStatement(players, versioned);

export function create(context: Context, values: PlayerCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(players, byKey, versioned);

/** Undefined when there is no such player, or none in one of the given versions. */
export function update(
  context: Context,
  key: PlayerKey,
  changes: PlayerUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(players, byKey);

/** False when there is no such player, or none in one of the given versions. */
export function remove(context: Context, key: PlayerKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
