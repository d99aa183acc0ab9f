import type { Part } from '../feature.ts';

/** A service that brings its users table has it among those that migrations make. */
export const ownTableParts: readonly Part[] = [
  { path: 'src/db/tables.ts', at: 'end', text: "export { users } from '../auth/users';\n" },
];
