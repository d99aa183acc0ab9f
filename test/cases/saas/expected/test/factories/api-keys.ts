import type { Database } from '../../src/db/client';
import { apiKeys } from '../../src/db/schema';
import { createOrganization } from './organizations';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an api key. Rows that it must refer to are created. */
export async function apiKeyValues(
  db: Database,
  overrides: Partial<typeof apiKeys.$inferInsert> = {},
) {
  const n = next();
  const organizationId = overrides.organizationId ?? (await createOrganization(db)).id;
  return {
    organizationId,
    name: `Api key ${n}`,
    prefix: `A${n}`,
    keyHash: n.toString(16).padStart(64, '0'),
    lastUsedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    expiresAt: new Date(Date.UTC(2030, 0, 1, 0, n)),
    revokedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    ...overrides,
  };
}

/** Inserts an api key. */
export async function createApiKey(
  db: Database,
  overrides: Partial<typeof apiKeys.$inferInsert> = {},
): Promise<typeof apiKeys.$inferSelect> {
  const values = await apiKeyValues(db, overrides);
  const [created] = await db.insert(apiKeys).values(values).returning();
  return created as typeof apiKeys.$inferSelect;
}
