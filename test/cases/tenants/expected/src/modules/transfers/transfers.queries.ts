import { and, eq, sql } from 'drizzle-orm';
import type { CallerContext } from '../../access/context';
import { within } from '../../access/policy';
import { reference } from '../../access/references';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { transfers, users } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { userPolicy } from '../users/users.policy';
import { transferIncludes } from './transfers.includes';
import { transferPolicy } from './transfers.policy';
import {
  type TransferCreate,
  type TransferKey,
  type TransferUpdate,
  transferResponse,
} from './transfers.schemas';

const columns = pickColumns(transfers, transferResponse, transferIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(transfers) };

const byKey = eq(transfers.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(transferPolicy.list, (rows) =>
  pageReader({ from: transfers, columns, where: rows, includes: transferIncludes }),
);

const selectRow = within(transferPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(transfers).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: TransferKey, include: string[] = []) {
  const [transfer] = await selectRow(context, key);
  if (transfer) await loadIncludes(context, transferIncludes, include, [transfer]);
  return transfer;
}

/** What a body may refer to only if the caller may reach it. */
const references = [
  reference(userPolicy.read, { firstId: users.id }),
  reference(userPolicy.read, { secondId: users.id }),
];

const insertRow = within(transferPolicy.create, () => insertStatement(transfers, versioned));

export async function create(context: CallerContext, values: TransferCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = within(transferPolicy.update, (rows) =>
  updateStatement(transfers, and(byKey, rows), versioned),
);

/** Undefined when there is no such transfer, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: TransferKey,
  changes: TransferUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = within(transferPolicy.delete, (rows) =>
  deleteStatement(transfers, and(byKey, rows)),
);

/** False when there is no such transfer, or none in one of the given versions. */
export function remove(context: CallerContext, key: TransferKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
