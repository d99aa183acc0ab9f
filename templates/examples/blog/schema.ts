import { relations, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';

// Milliseconds, because that is what a JavaScript Date holds: a value read is the value to compare with.
const timestamptz = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

const timestamps = {
  createdAt: timestamptz('created_at').notNull().defaultNow(),
  updatedAt: timestamptz('updated_at')
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
};

export const postStatus = pgEnum('post_status', ['draft', 'published', 'archived']);

export const users = pgTable(
  'users',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    email: varchar('email', { length: 254 }).notNull(),
    handle: varchar('handle', { length: 40 }).notNull(),
    displayName: varchar('display_name', { length: 120 }).notNull(),
    bio: text('bio'),
    avatarUrl: text('avatar_url'),
    ...timestamps,
  },
  (table) => [
    unique('users_email_key').on(table.email),
    unique('users_handle_key').on(table.handle),
    index('users_created_at_idx').on(table.createdAt, table.id),
    check('users_handle_check', sql`${table.handle} ~ '^[a-z0-9][a-z0-9-]*$'`),
  ],
);

export const posts = pgTable(
  'posts',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    authorId: integer('author_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    title: varchar('title', { length: 200 }).notNull(),
    slug: varchar('slug', { length: 200 }).notNull(),
    excerpt: varchar('excerpt', { length: 500 }),
    body: text('body').notNull(),
    status: postStatus('status').notNull().default('draft'),
    publishedAt: timestamptz('published_at'),
    deletedAt: timestamptz('deleted_at'),
    ...timestamps,
  },
  (table) => [
    // Not limited to rows that are not deleted: a link that was public once never leads to another post.
    unique('posts_slug_key').on(table.slug),
    index('posts_author_id_created_at_idx').on(table.authorId, table.createdAt, table.id),
    index('posts_status_published_at_idx').on(table.status, table.publishedAt, table.id),
    index('posts_published_at_idx').on(table.publishedAt, table.id),
    index('posts_created_at_idx').on(table.createdAt, table.id),
    check(
      'posts_published_at_check',
      sql`${table.status} <> 'published' or ${table.publishedAt} is not null`,
    ),
  ],
);

export const comments = pgTable(
  'comments',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    postId: integer('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    authorId: integer('author_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    parentId: integer('parent_id').references((): AnyPgColumn => comments.id, {
      onDelete: 'cascade',
    }),
    body: text('body').notNull(),
    ...timestamps,
  },
  (table) => [
    index('comments_post_id_created_at_idx').on(table.postId, table.createdAt, table.id),
    index('comments_author_id_created_at_idx').on(table.authorId, table.createdAt, table.id),
    index('comments_parent_id_idx').on(table.parentId),
    index('comments_created_at_idx').on(table.createdAt, table.id),
    check('comments_body_check', sql`length(${table.body}) between 1 and 10000`),
  ],
);

export const tags = pgTable(
  'tags',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    name: varchar('name', { length: 60 }).notNull(),
    slug: varchar('slug', { length: 60 }).notNull(),
    ...timestamps,
  },
  (table) => [unique('tags_name_key').on(table.name), unique('tags_slug_key').on(table.slug)],
);

export const postTags = pgTable(
  'post_tags',
  {
    postId: integer('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    tagId: integer('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.postId, table.tagId] }),
    index('post_tags_tag_id_idx').on(table.tagId),
  ],
);

export const usersRelations = relations(users, ({ many }) => ({
  posts: many(posts),
  comments: many(comments),
}));

export const postsRelations = relations(posts, ({ one, many }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
  comments: many(comments),
  postTags: many(postTags),
}));

export const commentsRelations = relations(comments, ({ one, many }) => ({
  post: one(posts, { fields: [comments.postId], references: [posts.id] }),
  author: one(users, { fields: [comments.authorId], references: [users.id] }),
  parent: one(comments, {
    fields: [comments.parentId],
    references: [comments.id],
    relationName: 'replies',
  }),
  replies: many(comments, { relationName: 'replies' }),
}));

export const tagsRelations = relations(tags, ({ many }) => ({
  postTags: many(postTags),
}));

export const postTagsRelations = relations(postTags, ({ one }) => ({
  post: one(posts, { fields: [postTags.postId], references: [posts.id] }),
  tag: one(tags, { fields: [postTags.tagId], references: [tags.id] }),
}));
