// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import {
  courts,
  goalReviews,
  goals,
  lessons,
  matches,
  memberships,
  players,
  readings,
  rivalries,
  skills,
  teams,
} from '../src/db/schema';
import { createCourt } from '../test/factories/courts';
import { createGoalReview } from '../test/factories/goal-reviews';
import { createTeam } from '../test/factories/teams';
import { createMatch } from '../test/factories/matches';
import { createGoal } from '../test/factories/goals';
import { createPlayer } from '../test/factories/players';
import { createMembership } from '../test/factories/memberships';
import { createLesson } from '../test/factories/lessons';
import { createReading } from '../test/factories/readings';
import { createRivalry } from '../test/factories/rivalries';
import { createSkill } from '../test/factories/skills';
import { pick, rows } from './seed-rows';

const config = loadConfig(process.env);
if (config.environment === 'production') {
  throw new Error('Sample data does not belong into a production database.');
}

const { db, close } = createDatabase(config.database);
await seed();
await close();

/** Rows for every resource that has none; each refers to rows that are there already or were made before it. */
async function seed(): Promise<void> {
  await rows(db, courts, 12, () => createCourt(db));
  await rows(db, goalReviews, 12, () => createGoalReview(db));
  const teamRows = await rows(db, teams, 12, () => createTeam(db));
  const matchRows = await rows(db, matches, 30, () =>
    createMatch(db, { homeTeamId: pick(teamRows).id, awayTeamId: pick(teamRows).id }),
  );
  await rows(db, goals, 30, () => createGoal(db, { matchId: pick(matchRows).id }));
  const playerRows = await rows(db, players, 12, () => createPlayer(db));
  await rows(db, memberships, 30, () =>
    createMembership(db, { teamId: pick(teamRows).id, playerId: pick(playerRows).id }),
  );
  await rows(db, lessons, 12, () => createLesson(db));
  await rows(db, readings, 12, () => createReading(db));
  await rows(db, rivalries, 30, () =>
    createRivalry(db, { teamId: pick(teamRows).id, rivalId: pick(teamRows).id }),
  );
  await rows(db, skills, 12, () => createSkill(db));
}
