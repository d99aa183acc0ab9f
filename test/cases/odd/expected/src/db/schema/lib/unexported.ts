import { pgEnum } from 'drizzle-orm/pg-core';

// These are made inside functions of the schema. Migrations only know what is exported.
export const priorityEnum = pgEnum('priority', ['low', 'high']);
