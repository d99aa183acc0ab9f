import type { Database } from '../../src/db/client';
import { auditEvents } from '../../src/db/schema';
import { createOrganization } from './organizations';
import { sampleIp, samplePick, sampleUuid, sequence } from '../samples';

const next = sequence();

/** Valid values for an audit event. Rows that it must refer to are created. */
export async function auditEventValues(
  db: Database,
  overrides: Partial<typeof auditEvents.$inferInsert> = {},
) {
  const n = next();
  const organizationId = overrides.organizationId ?? (await createOrganization(db)).id;
  return {
    organizationId,
    action: samplePick(n, 'created', 'updated', 'deleted'),
    subjectType: samplePick(n, 'standard', 'extended'),
    subjectId: sampleUuid(n),
    ipAddress: sampleIp(n),
    ...overrides,
  };
}

/** Inserts an audit event. */
export async function createAuditEvent(
  db: Database,
  overrides: Partial<typeof auditEvents.$inferInsert> = {},
): Promise<typeof auditEvents.$inferSelect> {
  const values = await auditEventValues(db, overrides);
  const [created] = await db.insert(auditEvents).values(values).returning();
  return created as typeof auditEvents.$inferSelect;
}
