import type { Part } from '../feature.ts';
import { WHO_MAY_CALL } from './text-parts.ts';

/** What is written for people. */
export const externalTextParts: readonly Part[] = [
  {
    path: 'compose.yaml',
    at: { after: 'service_app:only-within-compose@database:5432/service?sslmode=disable\n' },
    text: `      # Name yours.
      AUTH_ISSUER: https://issuer.example.com
      AUTH_AUDIENCE: https://api.example.com
`,
  },
  {
    path: 'README.md',
    at: { after: WHO_MAY_CALL },
    text: `
Every route needs a token of the identity provider, unless it is public: [docs/sign-in.md](docs/sign-in.md) says what is checked, with
which variables, and how its claims become a user and roles; [docs/security.md](docs/security.md) what is promised and which test holds
it. Set \`AUTH_ISSUER\` and \`AUTH_AUDIENCE\`. Who may do what with whose rows
stands in \`src/modules/*/*.policy.ts\`: [docs/access.md](docs/access.md).
`,
  },
  {
    path: 'README.md',
    at: { after: 'src/config/              variables, profiles, secrets from files\n' },
    text: 'src/auth/                sign-in: keys, tokens and claims of the issuer, and the guard of every route\n',
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        '| redaction, errors without query values | logs are read by more people than the database | `src/observability/logger.test.ts` |\n',
    },
    text: `| the guard before every route that is not \`public\` (\`src/auth/index.ts\`) | a route that nobody thought of must be closed | \`test/auth/closed.test.ts\` |
| \`algorithms\`, \`issuer\`, \`audience\` and the types in \`src/auth/access-token.ts\` | a token must not choose how it is checked | \`test/auth/access-token.test.ts\` |
| the floor between fetches, and keys that stay, in \`src/auth/issuer.ts\` | strangers must not flood the issuer; its failure must not be ours | \`test/auth/issuer.test.ts\` |
| rows found by the subject alone, in \`src/auth/known-users.ts\` | an address in a token is no proof that the row is theirs | \`test/auth/known-users.test.ts\` |
`,
  },
  {
    path: 'docs/access.md',
    at: 'end',
    text: '- The first admin: a role at the identity provider, which `rolesOf` in `src/auth/claims.ts` reads.\n',
  },
  {
    path: '.env.example',
    at: { after: '# TRUST_PROXY=1\n' },
    text: `
# Sign-in (docs/sign-in.md): whose tokens are taken, and for whom they must be.
# AUTH_ISSUER=https://login.example.com/
# AUTH_AUDIENCE=https://api.example.com
`,
  },
];
