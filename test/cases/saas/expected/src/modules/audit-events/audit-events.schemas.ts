import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { auditEvents } from '../../db/schema';
import { int64, ipAddress, json, sentTimestamp, storedJson, uuid } from '../../http/fields';

/** An audit event as it is sent. A column that is not listed here is never read and never leaves the service. */
export const auditEventResponse = createSelectSchema(auditEvents, {
  details: () => storedJson<(typeof auditEvents.$inferSelect)['details']>(),
  createdAt: () => sentTimestamp,
})
  .pick({
    id: true,
    organizationId: true,
    actorId: true,
    action: true,
    subjectType: true,
    subjectId: true,
    ipAddress: true,
    details: true,
    createdAt: true,
  })
  .meta({ id: 'AuditEvent' });

/** What identifies an audit event in a path. */
export const auditEventParams = z.object({
  id: int64,
});
export type AuditEventKey = z.output<typeof auditEventParams>;

/** What a client may set in a new audit event. Whatever is listed here is open to everybody who may call the route. */
export const auditEventCreate = createInsertSchema(auditEvents, {
  organizationId: () => uuid,
  actorId: () => uuid,
  subjectId: () => uuid,
  ipAddress: () => ipAddress,
  details: () => json<(typeof auditEvents.$inferInsert)['details']>(),
})
  .pick({
    organizationId: true,
    actorId: true,
    action: true,
    subjectType: true,
    subjectId: true,
    ipAddress: true,
    details: true,
  })
  .strict()
  .meta({ id: 'AuditEventCreate' });
export type AuditEventCreate = z.output<typeof auditEventCreate>;

/** What lists of audit events may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const auditEventListing = {
  key: ['id'],
  filter: ['id', 'organizationId', 'actorId', 'subjectType', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'action', 'subjectId', 'ipAddress'.
  scan: [],
  // Text in which another may be looked for: 'action', 'subjectType'.
  contains: [],
  sort: ['id', 'subjectType,subjectId', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
