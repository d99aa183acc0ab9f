// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import {
  articles,
  boards,
  projects,
  tags,
  tasks,
  teamMembers,
  teams,
  transfers,
  users,
} from '../src/db/schema';
import { createUser } from '../test/factories/users';
import { createArticle } from '../test/factories/articles';
import { createTeam } from '../test/factories/teams';
import { createBoard } from '../test/factories/boards';
import { createProject } from '../test/factories/projects';
import { createTag } from '../test/factories/tags';
import { createTask } from '../test/factories/tasks';
import { createTeamMember } from '../test/factories/team-members';
import { createTransfer } from '../test/factories/transfers';
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
  const userRows = await rows(db, users, 12, () => createUser(db));
  await rows(db, articles, 30, () => createArticle(db, { authorId: pick(userRows).id }));
  const teamRows = await rows(db, teams, 12, () => createTeam(db));
  await rows(db, boards, 30, () => createBoard(db, { teamId: pick(teamRows).id }));
  const projectRows = await rows(db, projects, 30, () =>
    createProject(db, { teamId: pick(teamRows).id }),
  );
  await rows(db, tags, 12, () => createTag(db));
  await rows(db, tasks, 30, () => createTask(db, { projectId: pick(projectRows).id }));
  await rows(db, teamMembers, 30, () =>
    createTeamMember(db, { teamId: pick(teamRows).id, userId: pick(userRows).id }),
  );
  await rows(db, transfers, 30, () =>
    createTransfer(db, { firstId: pick(userRows).id, secondId: pick(userRows).id }),
  );
}
