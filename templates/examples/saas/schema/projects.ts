import { sql } from 'drizzle-orm';
import {
  char,
  check,
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

import { id, timestamps, timestamptz } from './columns';
import { organizations, users } from './organizations';

export const taskStatus = pgEnum('task_status', ['todo', 'in_progress', 'done', 'cancelled']);

export const taskPriority = pgEnum('task_priority', ['low', 'normal', 'high', 'urgent']);

export const projects = pgTable(
  'projects',
  {
    id,
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'restrict' }),
    name: varchar('name', { length: 120 }).notNull(),
    slug: varchar('slug', { length: 63 }).notNull(),
    description: text('description'),
    startsOn: date('starts_on'),
    endsOn: date('ends_on'),
    archivedAt: timestamptz('archived_at'),
    ...timestamps,
  },
  (table) => [
    unique('projects_organization_id_slug_key').on(table.organizationId, table.slug),
    index('projects_organization_id_created_at_idx').on(
      table.organizationId,
      table.createdAt,
      table.id,
    ),
    index('projects_created_at_idx').on(table.createdAt, table.id),
    check('projects_ends_on_check', sql`${table.endsOn} >= ${table.startsOn}`),
  ],
);

export const tasks = pgTable(
  'tasks',
  {
    id,
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    assigneeId: uuid('assignee_id').references(() => users.id, { onDelete: 'set null' }),
    title: varchar('title', { length: 200 }).notNull(),
    description: text('description'),
    status: taskStatus('status').notNull().default('todo'),
    priority: taskPriority('priority').notNull().default('normal'),
    estimateMinutes: integer('estimate_minutes'),
    dueOn: date('due_on'),
    completedAt: timestamptz('completed_at'),
    deletedAt: timestamptz('deleted_at'),
    ...timestamps,
  },
  (table) => [
    index('tasks_project_id_status_created_at_idx').on(
      table.projectId,
      table.status,
      table.createdAt,
      table.id,
    ),
    index('tasks_creator_id_idx').on(table.creatorId),
    index('tasks_assignee_id_due_on_idx').on(table.assigneeId, table.dueOn, table.id),
    index('tasks_status_created_at_idx').on(table.status, table.createdAt, table.id),
    index('tasks_due_on_idx').on(table.dueOn, table.id),
    index('tasks_created_at_idx').on(table.createdAt, table.id),
    check('tasks_estimate_minutes_check', sql`${table.estimateMinutes} > 0`),
  ],
);

export const labels = pgTable(
  'labels',
  {
    id,
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: varchar('name', { length: 60 }).notNull(),
    color: char('color', { length: 7 }).notNull().default('#64748b'),
    ...timestamps,
  },
  (table) => [
    unique('labels_organization_id_name_key').on(table.organizationId, table.name),
    check('labels_color_check', sql`${table.color} ~ '^#[0-9a-f]{6}$'`),
  ],
);

export const taskLabels = pgTable(
  'task_labels',
  {
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    labelId: uuid('label_id')
      .notNull()
      .references(() => labels.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.taskId, table.labelId] }),
    index('task_labels_label_id_idx').on(table.labelId),
  ],
);
