// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import {
  apiKeys,
  auditEvents,
  invitations,
  labels,
  memberships,
  organizations,
  projects,
  tasks,
  users,
} from '../src/db/schema';
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
await seed();
await close();

/** Rows for every resource that has none; each refers to rows that are there already or were made before it. */
async function seed(): Promise<void> {
  const organizationRows = await rows(db, organizations, 12, () => createOrganization(db));
  await rows(db, apiKeys, 30, () =>
    createApiKey(db, { organizationId: pick(organizationRows).id }),
  );
  await rows(db, auditEvents, 30, () =>
    createAuditEvent(db, { organizationId: pick(organizationRows).id }),
  );
  const userRows = await rows(db, users, 12, () => createUser(db));
  await rows(db, invitations, 30, () =>
    createInvitation(db, {
      organizationId: pick(organizationRows).id,
      invitedById: pick(userRows).id,
    }),
  );
  await rows(db, labels, 30, () => createLabel(db, { organizationId: pick(organizationRows).id }));
  await rows(db, memberships, 30, () =>
    createMembership(db, { organizationId: pick(organizationRows).id, userId: pick(userRows).id }),
  );
  const projectRows = await rows(db, projects, 30, () =>
    createProject(db, { organizationId: pick(organizationRows).id }),
  );
  await rows(db, tasks, 30, () =>
    createTask(db, { projectId: pick(projectRows).id, creatorId: pick(userRows).id }),
  );
}
