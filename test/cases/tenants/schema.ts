import { foreignKey, index, integer, pgEnum, pgTable, primaryKey, serial, text, timestamp, unique, uuid, varchar } from 'drizzle-orm/pg-core';

export const teamRole = pgEnum('team_role', ['owner', 'admin', 'member']);

export const memberStatus = pgEnum('member_status', ['invited', 'active', 'paused']);

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: varchar('email', { length: 254 }).notNull().unique(),
  name: text('name').notNull(),
  plan: text('plan').notNull().default('free'),
});

export const teams = pgTable('teams', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  deletedAt: timestamp('deleted_at', { withTimezone: true, precision: 3 }),
});

// Who is removed stays in the table, and who is invited or paused is no member.
export const teamMembers = pgTable(
  'team_members',
  {
    teamId: integer('team_id')
      .notNull()
      .references(() => teams.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    status: memberStatus('status').notNull().default('invited'),
    role: teamRole('role').notNull().default('member'),
    deletedAt: timestamp('deleted_at', { withTimezone: true, precision: 3 }),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.userId] })],
);

export const projects = pgTable(
  'projects',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id')
      .notNull()
      .references(() => teams.id),
    leadId: uuid('lead_id').references(() => users.id),
    name: text('name').notNull(),
  },
  (table) => [
    index('projects_team_id_idx').on(table.teamId),
    unique('projects_team').on(table.teamId, table.id),
  ],
);

// Whose it is, its project says.
export const tasks = pgTable(
  'tasks',
  {
    id: serial('id').primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    assigneeId: uuid('assignee_id').references(() => users.id),
    createdBy: uuid('created_by').references(() => users.id),
    updatedBy: uuid('updated_by').references(() => users.id),
    title: text('title').notNull(),
  },
  (table) => [index('tasks_project_id_idx').on(table.projectId)],
);

// Whose rows are everybody's to read, and only marked as deleted.
export const tags = pgTable('tags', {
  id: serial('id').primaryKey(),
  name: text('name').notNull().unique(),
  deletedAt: timestamp('deleted_at', { withTimezone: true }),
});

export const taskTags = pgTable(
  'task_tags',
  {
    taskId: integer('task_id')
      .notNull()
      .references(() => tasks.id),
    tagId: integer('tag_id')
      .notNull()
      .references(() => tags.id),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.tagId] })],
);

// A person's own, and for everybody to read.
export const articles = pgTable(
  'articles',
  {
    id: serial('id').primaryKey(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    title: text('title').notNull(),
    tagId: integer('tag_id').references(() => tags.id),
  },
  (table) => [
    index('articles_author_id_idx').on(table.authorId),
    index('articles_tag_id_idx').on(table.tagId),
  ],
);

// Several people have to do with it, and nothing says whose it is.
export const transfers = pgTable('transfers', {
  id: serial('id').primaryKey(),
  firstId: uuid('first_id')
    .notNull()
    .references(() => users.id),
  secondId: uuid('second_id')
    .notNull()
    .references(() => users.id),
});

// Of a team in every row that a request makes, though the column may be empty; and of a project of the same team.
export const boards = pgTable(
  'boards',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').references(() => teams.id, { onDelete: 'set null' }),
    projectId: integer('project_id'),
    name: text('name').notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    deletedBy: uuid('deleted_by').references(() => users.id),
  },
  (table) => [
    index('boards_team_id_idx').on(table.teamId),
    foreignKey({
      columns: [table.teamId, table.projectId],
      foreignColumns: [projects.teamId, projects.id],
    }),
  ],
);
