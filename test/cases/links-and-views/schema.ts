/**
 * What the examples and `odd` leave out: a prefix that all tables share, camelCase in the database, rows marked as
 * deleted by a boolean, keys of several columns with keys that refer to them, join tables with and without columns of
 * their own, views of both kinds, a table that is not chosen. It runs on plain Postgres.
 */
import { relations, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  char,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgTableCreator,
  pgView,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';

const table = pgTableCreator((name) => `club_${name}`);

export const position = pgEnum('position', ['goal', 'defence', 'attack']);

export const teams = table('teams', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  isDeleted: boolean().notNull().default(false),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const players = table(
  'players',
  {
    id: text()
      .primaryKey()
      .$defaultFn(() => crypto.randomUUID()),
    name: text().notNull(),
    bornOn: date(),
    mentorId: text().references((): AnyPgColumn => players.id, { onDelete: 'set null' }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index().on(t.mentorId)],
);

/** A join table with a column of its own: a resource whose key is both references. */
export const memberships = table(
  'memberships',
  {
    teamId: integer()
      .notNull()
      .references(() => teams.id),
    playerId: text()
      .notNull()
      .references(() => players.id),
    position: position().notNull(),
    shirt: smallint(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.playerId] }),
    unique().on(t.teamId, t.shirt),
    index().on(t.playerId),
  ],
);

export const skills = table('skills', {
  code: text().primaryKey(),
  title: text().notNull(),
});

/** A join table with nothing else: links on both sides. */
export const playerSkills = table(
  'player_skills',
  {
    playerId: text()
      .notNull()
      .references(() => players.id, { onDelete: 'cascade' }),
    skillCode: text()
      .notNull()
      .references(() => skills.code, { onDelete: 'cascade' }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.playerId, t.skillCode] }), index().on(t.skillCode)],
);

/** Nothing but a key that refers twice to one table: rows are made and removed, and there is nothing to change. */
export const rivalries = table(
  'rivalries',
  {
    teamId: integer()
      .notNull()
      .references(() => teams.id),
    rivalId: integer()
      .notNull()
      .references(() => teams.id),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.rivalId] }), index().on(t.rivalId)],
);

/** Two keys to one table. */
export const matches = table(
  'matches',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedByDefaultAsIdentity(),
    homeTeamId: integer()
      .notNull()
      .references(() => teams.id),
    awayTeamId: integer()
      .notNull()
      .references(() => teams.id),
    playedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index().on(t.homeTeamId), index().on(t.awayTeamId), index().on(t.playedAt)],
);

export const goals = table(
  'goals',
  {
    matchId: bigint({ mode: 'bigint' })
      .notNull()
      .references(() => matches.id),
    second: integer().notNull(),
    teamId: integer().notNull(),
    scorerId: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.matchId, t.second] }),
    foreignKey({
      columns: [t.teamId, t.scorerId],
      foreignColumns: [memberships.teamId, memberships.playerId],
    }),
    index().on(t.teamId, t.scorerId),
  ],
);

/** Refers to a key of two columns. */
export const goalReviews = table(
  'goal_reviews',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    matchId: bigint({ mode: 'bigint' }).notNull(),
    second: integer().notNull(),
    verdict: text({ enum: ['goal', 'offside'] }).notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.matchId, t.second], foreignColumns: [goals.matchId, goals.second] }),
    index().on(t.matchId, t.second),
  ],
);

/** Nothing identifies a row of it. */
export const sightings = table('sightings', {
  playerId: text()
    .notNull()
    .references(() => players.id),
  seenAt: timestamp({ withTimezone: true }).notNull(),
});

/** Not chosen. */
export const imports = table('imports', { id: integer().primaryKey(), payload: text() });

export const scorers = pgView('club_scorers').as((query) =>
  query
    .select({ playerId: goals.scorerId, goals: sql<number>`count(*)::int`.as('goals') })
    .from(goals)
    .groupBy(goals.scorerId),
);

export const team_standings = pgMaterializedView('club_team_standings').as((query) =>
  query
    .select({ teamId: teams.id, name: teams.name })
    .from(teams)
    .where(sql`not ${teams.isDeleted}`),
);

export const matchRelations = relations(matches, ({ one, many }) => ({
  home: one(teams, { fields: [matches.homeTeamId], references: [teams.id], relationName: 'home' }),
  away: one(teams, { fields: [matches.awayTeamId], references: [teams.id], relationName: 'away' }),
  goals: many(goals),
}));

export const teamRelations = relations(teams, ({ many }) => ({
  homeMatches: many(matches, { relationName: 'home' }),
  awayMatches: many(matches, { relationName: 'away' }),
}));

export const goalRelations = relations(goals, ({ one }) => ({
  match: one(matches, { fields: [goals.matchId], references: [matches.id] }),
}));

/** What the connection is for is a part of each key, and the database fills it in. */
const branch = () =>
  text()
    .notNull()
    .default(sql`coalesce(nullif(current_setting('club.branch', true), ''), 'main')`);

export const courts = table(
  'courts',
  {
    branch: branch(),
    id: integer().generatedAlwaysAsIdentity(),
    surface: text().notNull(),
    isDeleted: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.branch, t.id] })],
);

/** Refers to a row of the same branch, of which no body says which it is. */
export const lessons = table(
  'lessons',
  {
    branch: branch(),
    id: integer().generatedAlwaysAsIdentity(),
    courtId: integer().notNull(),
    title: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.branch, t.id] }),
    foreignKey({ columns: [t.branch, t.courtId], foreignColumns: [courts.branch, courts.id] }),
    index().on(t.branch, t.courtId),
  ],
);

const citext = customType<{ data: string }>({ dataType: () => 'citext' });
export const weather = pgEnum('weather', ['fair', 'back\\slash', 'com,ma']);

/** Told by the time that the database gives it, and of types that say less in JavaScript than in Postgres. */
export const readings = table('readings', {
  at: timestamp({ withTimezone: true }).primaryKey().defaultNow(),
  station: citext().notNull(),
  code: char({ length: 5 }).notNull(),
  weather: weather().array().notNull(),
  counted: numeric({ mode: 'bigint' }).notNull(),
  degrees: numeric({ precision: 5, scale: 2, mode: 'number' }).notNull(),
  seenAt: timestamp({ mode: 'string' }).notNull().defaultNow(),
  days: date({ mode: 'date' }).array(),
  note: jsonb(),
});
