import { customType, pgEnum, timestamp } from 'drizzle-orm/pg-core';

// Made here and exported nowhere: migrations would miss it.
const visibility = pgEnum('visibility', ['public', 'private']);

export const lifecycle = {
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp({ withTimezone: true }).$onUpdate(() => new Date()),
  deletedAt: timestamp({ withTimezone: true }),
};

export const visibilityColumn = () => visibility().notNull().default('private');

export const priorityColumn = () => pgEnum('priority', ['low', 'high'])();

/** Keeps values encoded in the database. */
export const encoded = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => Buffer.from(value, 'utf8').toString('base64'),
  fromDriver: (value) => Buffer.from(value, 'base64').toString('utf8'),
});

export const citext = customType<{ data: string }>({ dataType: () => 'citext' });
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

export const day = customType<{ data: Date; driverData: string }>({
  dataType: () => 'date',
  toDriver: (value) => value.toISOString().slice(0, 10),
});

export const pair = customType<{ data: { left: number }; driverData: string }>({
  dataType: () => 'text',
  toDriver: () => {
    throw new Error('refuses everything');
  },
});

export { visibility };
