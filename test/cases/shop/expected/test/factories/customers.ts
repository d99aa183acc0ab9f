import type { Database } from '../../src/db/client';
import { customers } from '../../src/db/schema';
import { samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for a customer. Rows that it must refer to are created. */
export async function customerValues(
  _db: Database,
  overrides: Partial<typeof customers.$inferInsert> = {},
) {
  const n = next();
  return {
    email: `customer${n}@example.com`,
    firstName: samplePick(n, 'Ada', 'Grace', 'Alan', 'Barbara', 'Edsger', 'Radia', 'Donald'),
    lastName: samplePick(
      n,
      'Lovelace',
      'Hopper',
      'Turing',
      'Liskov',
      'Dijkstra',
      'Perlman',
      'Knuth',
    ),
    phone: `+1555${String(n).padStart(7, '0')}`,
    ...overrides,
  };
}

/** Inserts a customer. */
export async function createCustomer(
  db: Database,
  overrides: Partial<typeof customers.$inferInsert> = {},
): Promise<typeof customers.$inferSelect> {
  const values = await customerValues(db, overrides);
  const [created] = await db.insert(customers).values(values).returning();
  return created as typeof customers.$inferSelect;
}
