import type { Removal } from './removal.ts';

const routes = 'src/auth/routes/sign-in.routes.ts';

/** A users table whose rows say who is an admin. */
export const roles: Removal[] = [
  {
    promise: 'once a row says another role, tokens that say the old one are void',
    file: 'src/auth/auth.ts',
    from: '    await followRoles(db, config);\n',
  },
  {
    promise: 'a log-in gives the role that the row says now',
    file: routes,
    from: '      await followRole(db, { email }, auth.config);\n',
  },
  {
    promise: 'a refresh gives the role that the row says now',
    file: routes,
    from: '      await followRole(db, claim, auth.config);\n',
  },
  {
    promise: 'the command that gives a role writes the row',
    file: 'src/auth/accounts.ts',
    from: '    if (changed) await tx.update(users).set(roleChange(role)).where(eq(userKey, changed.userId));\n',
  },
  {
    promise: 'whom their row keeps out may neither sign in nor go on',
    file: 'src/auth/users.ts',
    from: '  sql`${users.banned} is not true`,\n',
    tests: ['test/auth/kept-out'],
  },
  {
    promise: 'who registers is no admin, whatever the column is at first',
    file: 'src/auth/users.ts',
    from: '  role: EVERYBODY,\n',
    to: "  role: 'administrator',\n",
  },
].map((removal) => ({ to: '', tests: ['test/auth/user-role'], ...removal }));
