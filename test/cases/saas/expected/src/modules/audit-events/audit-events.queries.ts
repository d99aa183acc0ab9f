import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { auditEvents, organizations } from '../../db/schema';
import { insertStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { auditEventIncludes } from './audit-events.includes';
import {
  type AuditEventCreate,
  type AuditEventKey,
  auditEventResponse,
} from './audit-events.schemas';

const columns = pickColumns(auditEvents, auditEventResponse, auditEventIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(auditEvents) };

const byKey = eq(auditEvents.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: auditEvents, columns, includes: auditEventIncludes });

const selectRow = prepared(builder.select(versioned).from(auditEvents).where(byKey));

export async function find(context: Context, key: AuditEventKey, include: string[] = []) {
  const [auditEvent] = await selectRow(context, key);
  if (auditEvent) await loadIncludes(context, auditEventIncludes, include, [auditEvent]);
  return auditEvent;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ organizationId: organizations.id }, isNull(organizations.deletedAt)),
];

const insertRow = insertStatement(auditEvents, versioned);

export async function create(context: Context, values: AuditEventCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}
