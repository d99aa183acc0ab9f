// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import { organizations } from '../src/db/schema';
import { createOrganization } from '../test/factories/organizations';
import { createApiKey } from '../test/factories/api-keys';
import { createAuditEvent } from '../test/factories/audit-events';
import { createUser } from '../test/factories/users';
import { createInvitation } from '../test/factories/invitations';
import { createLabel } from '../test/factories/labels';
import { createMembership } from '../test/factories/memberships';
import { createProject } from '../test/factories/projects';
import { createTask } from '../test/factories/tasks';
import { pick, rows } from './seed-rows';

const config = loadConfig(process.env);
if (config.environment === 'production') {
  throw new Error('Sample data does not belong into a production database.');
}

const { db, close } = createDatabase(config.database);
if ((await db.$count(organizations)) > 0) {
  console.log('There are rows already: nothing was added.');
} else {
  await seed();
}
await close();

/** Rows of every resource; each refers to rows that were made before it. */
async function seed(): Promise<void> {
  const organizationRows = await rows('organizations', 12, () => createOrganization(db));
  await rows('api keys', 30, () => createApiKey(db, { organizationId: pick(organizationRows).id }));
  await rows('audit events', 30, () =>
    createAuditEvent(db, { organizationId: pick(organizationRows).id }),
  );
  const userRows = await rows('users', 12, () => createUser(db));
  await rows('invitations', 30, () =>
    createInvitation(db, {
      organizationId: pick(organizationRows).id,
      invitedById: pick(userRows).id,
    }),
  );
  await rows('labels', 30, () => createLabel(db, { organizationId: pick(organizationRows).id }));
  await rows('memberships', 30, () =>
    createMembership(db, { organizationId: pick(organizationRows).id, userId: pick(userRows).id }),
  );
  const projectRows = await rows('projects', 30, () =>
    createProject(db, { organizationId: pick(organizationRows).id }),
  );
  await rows('tasks', 30, () =>
    createTask(db, { projectId: pick(projectRows).id, creatorId: pick(userRows).id }),
  );
}
