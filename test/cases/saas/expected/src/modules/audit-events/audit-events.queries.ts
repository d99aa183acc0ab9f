import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { auditEvents } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { auditEventIncludes } from './audit-events.includes';
import {
  type AuditEventCreate,
  type AuditEventKey,
  type AuditEventUpdate,
  auditEventResponse,
} from './audit-events.schemas';

const columns = {
  ...pickColumns(auditEvents, auditEventResponse),
  _version: rowVersion(auditEvents),
};

const byKey = eq(auditEvents.id, sql.placeholder('id'));

/** The statements of audit events, prepared once. Inside a transaction, make them with the transaction. */
export function auditEventQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(auditEvents).where(byKey));
  const insert = insertStatement(db, auditEvents, columns);
  const update = updateStatement(db, auditEvents, byKey, columns);
  const updateVersion = updateStatement(
    db,
    auditEvents,
    and(byKey, hasVersion(auditEvents)),
    columns,
  );
  const remove = deleteStatement(db, auditEvents, byKey);
  const removeVersion = deleteStatement(db, auditEvents, and(byKey, hasVersion(auditEvents)));

  return {
    list: pageReader(db, { from: auditEvents, columns, includes: auditEventIncludes }),

    find: async (key: AuditEventKey, include: string[] = []) => {
      const [auditEvent] = await select.execute(key);
      if (auditEvent) await loadIncludes(db, auditEventIncludes, include, [auditEvent]);
      return auditEvent;
    },

    create: (values: AuditEventCreate) => insert(values),

    /** Undefined when there is no such audit event, or none in one of the given versions. */
    update: (key: AuditEventKey, changes: AuditEventUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such audit event, or none in one of the given versions. */
    remove: (key: AuditEventKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
