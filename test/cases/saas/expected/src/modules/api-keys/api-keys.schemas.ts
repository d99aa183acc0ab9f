import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { apiKeys } from '../../db/schema';
import { MAX_ITEMS, notEmpty, sentTimestamp, timestampOf, uuid } from '../../http/fields';

/** An api key as it is sent. A column that is not listed here is never read and never leaves the service. */
export const apiKeyResponse = createSelectSchema(apiKeys, {
  lastUsedAt: () => sentTimestamp,
  expiresAt: () => sentTimestamp,
  revokedAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    organizationId: true,
    createdById: true,
    name: true,
    prefix: true,
    scopes: true,
    lastUsedAt: true,
    expiresAt: true,
    revokedAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'ApiKey' });

/** What identifies an api key in a path. */
export const apiKeyParams = z.object({
  id: uuid,
});
export type ApiKeyKey = z.output<typeof apiKeyParams>;

/** What a client may set in a new api key. Whatever is listed here is open to everybody who may call the route. */
export const apiKeyCreate = createInsertSchema(apiKeys, {
  organizationId: () => uuid,
  createdById: () => uuid,
  scopes: (schema) => schema.max(MAX_ITEMS),
  lastUsedAt: () => timestampOf(3),
  expiresAt: () => timestampOf(3),
  revokedAt: () => timestampOf(3),
})
  .pick({
    organizationId: true,
    createdById: true,
    name: true,
    prefix: true,
    keyHash: true,
    scopes: true,
    lastUsedAt: true,
    expiresAt: true,
    revokedAt: true,
  })
  .strict()
  .meta({ id: 'ApiKeyCreate' });
export type ApiKeyCreate = z.output<typeof apiKeyCreate>;

/** What a client may change afterwards. */
export const apiKeyUpdate = notEmpty(apiKeyCreate.partial()).meta({
  id: 'ApiKeyUpdate',
});
export type ApiKeyUpdate = z.output<typeof apiKeyUpdate>;

/** What lists of api keys may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const apiKeyListing = {
  key: ['id'],
  filter: ['id', 'organizationId', 'createdById'],
  // Without an index, so that each such list reads the whole table: 'name', 'prefix', 'lastUsedAt', 'expiresAt', 'revokedAt', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'name', 'prefix'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
