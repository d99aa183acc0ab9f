import type { Database } from '../../src/db/client';
import { addresses } from '../../src/db/schema';
import { createCustomer } from './customers';
import { samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for an address. Rows that it must refer to are created. */
export async function addressValues(
  db: Database,
  overrides: Partial<typeof addresses.$inferInsert> = {},
) {
  const n = next();
  const customerId = overrides.customerId ?? (await createCustomer(db)).id;
  return {
    customerId,
    recipient: samplePick(
      n,
      'Ada Lovelace',
      'Grace Hopper',
      'Alan Turing',
      'Barbara Liskov',
      'Radia Perlman',
    ),
    line1: `${n} Market Street`,
    line2: `Floor ${n}`,
    city: samplePick(n, 'Lisbon', 'Lyon', 'Nairobi', 'Osaka', 'Recife'),
    postalCode: `1${String(n).padStart(4, '0')}`,
    countryCode: samplePick(n, 'PT', 'FR', 'KE', 'JP', 'BR'),
    ...overrides,
  };
}

/** Inserts an address. */
export async function createAddress(
  db: Database,
  overrides: Partial<typeof addresses.$inferInsert> = {},
): Promise<typeof addresses.$inferSelect> {
  const values = await addressValues(db, overrides);
  const [created] = await db.insert(addresses).values(values).returning();
  return created as typeof addresses.$inferSelect;
}
