import type { Part } from '../feature.ts';

/** After this the README says who may call the service. */
export const WHO_MAY_CALL = '## Who may call it\n';

/** What is written for people, and what is left out of git and of images. */
export const textParts: readonly Part[] = [
  {
    path: '.gitignore',
    at: { after: '.postgres/\n' },
    text: '# Made by sign-in on a developer machine: a secret, and the mails that were not sent.\n.secrets/\n.mail/\n',
  },
  {
    path: '.dockerignore',
    at: { after: '.postgres\n' },
    text: '.secrets\n.mail\n',
  },
  {
    path: 'compose.yaml',
    at: { after: 'service_app:only-within-compose@database:5432/service?sslmode=disable\n' },
    text: `      # Yours, in a file .env beside this one (openssl rand -base64 32): the service does not start without. Nor do mails arrive.
      AUTH_SECRET: \${AUTH_SECRET:-}
      AUTH_ISSUER: https://localhost:3000
      AUTH_APP_URL: https://localhost:3000
      MAIL_URL: smtps://mail.example.com
      MAIL_FROM: Service <service@example.com>
`,
  },
  {
    path: 'deploy/try-image.sh',
    at: { after: 'set -eu\n' },
    text: 'AUTH_SECRET=$(openssl rand -base64 32)\nexport AUTH_SECRET\n',
  },
  {
    path: 'README.md',
    at: { after: WHO_MAY_CALL },
    text: `
Every route needs a signed-in caller, unless it is public: [docs/sign-in.md](docs/sign-in.md) has the routes, the variables and the
reasons, [docs/security.md](docs/security.md) what is promised and which test holds it. Who may do what with whose rows stands in
\`src/modules/*/*.policy.ts\`: [docs/access.md](docs/access.md).
`,
  },
  {
    path: 'README.md',
    at: { after: 'src/config/              variables, profiles, secrets from files\n' },
    text: 'src/auth/                sign-in: accounts, sessions, tokens, and the guard of every route\n',
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        '| redaction, errors without query values | logs are read by more people than the database | `src/observability/logger.test.ts` |\n',
    },
    text: `| the guard before every route that is not \`public\` (\`src/auth/index.ts\`) | a route that nobody thought of must be closed | \`test/auth/closed.test.ts\` |
| the WHERE and the CASE in \`rotateSession\`, in one statement | two successors of one token are two sessions | \`test/auth/refresh.test.ts\` |
| \`endReused\` in a transaction of its own | rolled back with the 401, the thief's session would live on | \`test/auth/session-end.test.ts\` |
| \`algorithms\`, \`typ\`, \`issuer\`, \`audience\` in \`src/auth/access-token.ts\` | a token must not choose how it is checked | \`test/auth/access-token.test.ts\` |
| one answer, and one hash, for every failed log-in | who has an account is nobody's business | \`test/auth/login.test.ts\`, \`test/auth/hashing.test.ts\` |
| \`checkOrigin\` before a cookie is read or set | another site's page would act for the person | \`test/auth/browser.test.ts\` |
| the line that looks sessions of deleted users up, in \`src/auth/revocations.ts\` | somebody who is gone must not have ten minutes more | \`test/auth/revocation.test.ts\` |
| what is never logged: addresses, passwords, tokens | logs are read by more people than the database | \`test/auth/canaries.test.ts\` |
`,
  },
  {
    path: 'docs/access.md',
    at: 'end',
    text: '- The first admin: `npm run account -- role ann@example.com admin`.\n',
  },
  {
    path: '.env.example',
    at: { after: '# TRUST_PROXY=1\n' },
    text: `
# Sign-in (docs/sign-in.md). Development makes its own secret in .secrets/ and writes mails into .mail/.
# AUTH_SECRET=
# AUTH_APP_URL=http://localhost:5173
# MAIL_URL=smtp://localhost:1025
`,
  },
];
