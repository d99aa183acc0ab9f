import { eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { auditEvents } from '../../db/schema';
import { insertStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { auditEventIncludes } from './audit-events.includes';
import {
  type AuditEventCreate,
  type AuditEventKey,
  auditEventResponse,
} from './audit-events.schemas';

const columns = {
  ...pickColumns(auditEvents, auditEventResponse, auditEventIncludes),
  _version: rowVersion(auditEvents),
};

const byKey = eq(auditEvents.id, sql.placeholder('id'));

/** The statements of audit events, prepared once. Inside a transaction, make them with the transaction. */
export function auditEventQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(auditEvents).where(byKey));
  const insert = insertStatement(db, auditEvents, columns);

  return {
    list: pageReader(db, { from: auditEvents, columns, includes: auditEventIncludes }),

    find: async (key: AuditEventKey, include: string[] = []) => {
      const [auditEvent] = await select.execute(key);
      if (auditEvent) await loadIncludes(db, auditEventIncludes, include, [auditEvent]);
      return auditEvent;
    },

    create: (values: AuditEventCreate) => insert(values),
  };
}
