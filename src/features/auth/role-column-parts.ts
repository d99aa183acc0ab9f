import type { Part } from '../feature.ts';
import type { Users } from './users.ts';

/** Where sign-in looks at the role that a user's row says. */
export const roleColumnParts = ({ table, role }: Users): readonly Part[] => [
  {
    path: 'src/auth/auth.ts',
    at: 'imports',
    text: "import { followRoles } from './user-role';",
  },
  {
    path: 'src/auth/auth.ts',
    at: { after: 'await keys.refresh(db);' },
    text: '\n    await followRoles(db, config);',
  },
  {
    path: 'src/auth/accounts.ts',
    at: 'imports',
    text: "import { roleChange } from './user-role';",
  },
  {
    path: 'src/auth/accounts.ts',
    at: { after: '    if (changed) await revoke(tx, [changed], config.accessTokenSeconds);\n' },
    text: '    if (changed) await tx.update(users).set(roleChange(role)).where(eq(userKey, changed.userId));\n',
  },
  {
    path: 'src/auth/routes/sign-in.routes.ts',
    at: 'imports',
    text: "import { followRole } from '../user-role';",
  },
  {
    path: 'src/auth/routes/sign-in.routes.ts',
    at: { after: "guards: ['credentials', 'origin'], queries: 19" },
    text: " + /* the role of the user's row */ 1",
  },
  {
    path: 'src/auth/routes/sign-in.routes.ts',
    at: { after: 'const attempt = { email, address: request.ip };\n' },
    text: '      await followRole(db, { email }, auth.config);\n',
  },
  {
    path: 'src/auth/routes/sign-in.routes.ts',
    at: { after: "'/refresh',\n    { config" },
    text: ': { ...config, queries: 2 }',
  },
  {
    path: 'src/auth/routes/sign-in.routes.ts',
    at: { after: "if (!claim) throw unauthorized('Sign in again.');\n" },
    text: '      await followRole(db, claim, auth.config);\n',
  },
  {
    path: 'docs/sign-in.md',
    at: { after: '## Roles\n' },
    text: `
A user's row says it, in \`${table.table.name}.${role?.column.name}\`. Whatever writes there, within two seconds no process takes a token any more that
says another role; the session goes on.
`,
  },
];
